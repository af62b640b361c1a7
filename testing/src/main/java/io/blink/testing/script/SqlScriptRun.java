package io.blink.testing.script;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.testing.TestingErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** One script on one engine. The engine is opened by the first block and closed with the run. */
final class SqlScriptRun implements AutoCloseable {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private final Supplier<? extends SqlEngine> engines;
    private final Map<String, String> variables;
    private final Optional<ExpectedRowsRewriter> rewriter;
    private SqlEngine engine;

    SqlScriptRun(
            Supplier<? extends SqlEngine> engines,
            Map<String, String> variables,
            Optional<ExpectedRowsRewriter> rewriter) {
        this.engines = requireNonNull(engines, "engines");
        this.variables = Map.copyOf(variables);
        this.rewriter = rewriter;
    }

    /** Passes, or throws {@link AssertionFailedError} with place, statement and difference. */
    void run(ScriptBlock block) {
        if (engine == null) {
            engine = engines.get();
        }
        String statement = replaceVariables(block);
        if (block instanceof ScriptBlock.Success success) {
            execute(success, statement);
        } else if (block instanceof ScriptBlock.Failure failure) {
            expectFailure(failure, statement);
        } else if (block instanceof ScriptBlock.Query query) {
            expectRows(query, statement);
        }
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        rewriter.ifPresent(ExpectedRowsRewriter::write);
    }

    private String replaceVariables(ScriptBlock block) {
        return VARIABLE.matcher(block.statement()).replaceAll(found -> {
            String value = variables.get(found.group(1));
            if (value == null) {
                throw new BlinkException(
                        TestingErrorCode.SCRIPT_SYNTAX,
                        block.place() + ": there is no variable " + found.group(1) + "; there are "
                                + variables.keySet());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private SqlResult execute(ScriptBlock block, String statement) {
        try {
            return engine.execute(statement);
        } catch (BlinkException exception) {
            throw new AssertionFailedError(report(block, statement, "failed with " + describe(exception)), exception);
        }
    }

    private void expectFailure(ScriptBlock.Failure block, String statement) {
        try {
            engine.execute(statement);
        } catch (BlinkException exception) {
            boolean code = block.code().map(exception.code().name()::equals).orElse(true);
            boolean message = block.message()
                    .map(pattern -> pattern.matcher(exception.getMessage()).find())
                    .orElse(true);
            if (code && message) {
                return;
            }
            throw new AssertionFailedError(
                    report(block, statement, "failed with " + describe(exception) + "\nexpected " + expectation(block)),
                    exception);
        }
        throw new AssertionFailedError(report(block, statement, "worked; expected " + expectation(block)));
    }

    private void expectRows(ScriptBlock.Query block, String statement) {
        SqlResult result = execute(block, statement);
        List<String> actual =
                result.rows().stream().map(RowText::write).collect(Collectors.toCollection(ArrayList::new));
        RowDifference difference = new RowDifference(block.columns());
        List<String> expected = block.expected();
        if (block.sorted()) {
            expected = difference.sorted(expected);
            actual = difference.sorted(actual);
        }
        if (rewriter.isPresent()) {
            rewriter.get().replace(block, letters(result.types()), actual);
            return;
        }
        checkTypes(block, statement, result.types());
        if (!block.separatorPresent()) {
            throw new AssertionFailedError(report(
                    block,
                    statement,
                    "has no expected rows; run with -D" + SqlScriptTests.REWRITE_PROPERTY + "=true to write them"));
        }
        if (!difference.same(expected, actual)) {
            throw new AssertionFailedError(report(
                    block, statement, "gives other rows (- expected, + actual)\n" + difference.show(expected, actual)));
        }
    }

    private static void checkTypes(ScriptBlock.Query block, String statement, List<DataType> types) {
        boolean same = types.size() == block.columns().size();
        for (int column = 0; same && column < types.size(); column++) {
            same = block.columns().get(column).accepts(types.get(column));
        }
        if (!same) {
            String expected = block.columns().stream()
                    .map(column -> String.valueOf(column.letter()))
                    .collect(Collectors.joining());
            throw new AssertionFailedError(
                    report(block, statement, "has columns " + letters(types) + " " + types + "; expected " + expected));
        }
    }

    private static String letters(List<DataType> types) {
        return types.stream()
                .map(type -> String.valueOf(ColumnClass.of(type).letter()))
                .collect(Collectors.joining());
    }

    private static String expectation(ScriptBlock.Failure block) {
        return block.code().orElse("")
                + block.message().map(pattern -> " /" + pattern + "/").orElse("");
    }

    private static String describe(BlinkException exception) {
        return exception.code().name() + ": " + exception.getMessage();
    }

    private static String report(ScriptBlock block, String statement, String what) {
        return block.place().script().file() + ":" + block.place().line() + ": the statement\n" + statement.indent(2)
                + what;
    }
}

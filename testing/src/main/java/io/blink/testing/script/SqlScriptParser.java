package io.blink.testing.script;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads the blocks of a script and of those it includes, in the order in which they run. */
final class SqlScriptParser {
    private static final String SEPARATOR = "----";
    private static final int INCLUDE_DEPTH_MAX = 16;
    private static final Pattern ERROR = Pattern.compile("(?<code>[A-Z][A-Z0-9_]+)?(?:^|\\s+|$)(?<message>.*)");
    private static final Pattern EXCEPT = Pattern.compile("(?<trait>[\\w-]+)\\s*:\\s*(?<reason>\\S.*)");

    private final SqlScript script;
    private final int depth;
    private final List<ScriptBlock> blocks = new ArrayList<>();
    private int line = 1;
    private ScriptBlock.Condition condition = ScriptBlock.Condition.ALWAYS;
    private ScriptBlock.Condition rest = ScriptBlock.Condition.ALWAYS;

    private SqlScriptParser(SqlScript script, int depth) {
        this.script = script;
        this.depth = depth;
    }

    static List<ScriptBlock> parse(Path file) {
        return parse(file, 0);
    }

    private static List<ScriptBlock> parse(Path file, int depth) {
        return new SqlScriptParser(SqlScript.read(file), depth).blocks();
    }

    private List<ScriptBlock> blocks() {
        while (line <= script.lineCount()) {
            String text = script.line(line).strip();
            if (text.isEmpty() || text.startsWith("#")) {
                line++;
            } else {
                block(text);
            }
        }
        if (condition != ScriptBlock.Condition.ALWAYS) {
            throw wrong("a condition stands before no block");
        }
        return blocks;
    }

    private void block(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        String rest = space < 0 ? "" : text.substring(space + 1).strip();
        switch (word) {
            case "statement" -> statement(rest);
            case "query" -> query(rest);
            case "set" -> {
                blocks.add(new ScriptBlock.Success(place(), takeCondition(), "SET " + rest));
                line++;
            }
            case "include" -> include(rest);
            case "only", "except" -> condition(word, rest);
            case "rest" -> rest(rest);
            default ->
                throw wrong(
                        "a block begins with statement, query, set, include, only, except or rest, not with " + word);
        }
    }

    private void statement(String kind) {
        ScriptBlock.Place place = place();
        if (kind.equals("ok")) {
            line++;
            blocks.add(new ScriptBlock.Success(place, takeCondition(), statementText()));
        } else if (kind.equals("error") || kind.startsWith("error ")) {
            Matcher expected = ERROR.matcher(kind.substring("error".length()).strip());
            if (!expected.matches() || expected.group().isEmpty()) {
                throw wrong("statement error wants an error code, a regular expression, or both");
            }
            Optional<Pattern> message = message(expected.group("message"));
            line++;
            blocks.add(new ScriptBlock.Failure(
                    place, takeCondition(), statementText(), Optional.ofNullable(expected.group("code")), message));
        } else {
            throw wrong("after statement comes ok or error, not " + kind);
        }
    }

    private Optional<Pattern> message(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Pattern.compile(text, Pattern.DOTALL));
        } catch (PatternSyntaxException exception) {
            throw new BlinkException(
                    TestingErrorCode.SCRIPT_SYNTAX,
                    place() + ": the expected message is no regular expression: " + exception.getMessage(),
                    exception);
        }
    }

    private void query(String rest) {
        List<String> words = Arrays.asList(rest.split("\\s+"));
        boolean sorted = words.size() == 2 && words.get(1).equals("rowsort");
        if (rest.isEmpty()
                || words.size() > 2
                || words.size() == 2 && !sorted && !words.get(1).equals("nosort")) {
            throw wrong("query wants a letter for each column, then rowsort or nosort");
        }
        ScriptBlock.Place place = place();
        List<ColumnClass> columns = columns(words.get(0));
        line++;
        String statement = statementText();
        boolean separator = line <= script.lineCount() && script.line(line).equals(SEPARATOR);
        if (separator) {
            line++;
        }
        int firstLine = line;
        List<String> expected = new ArrayList<>();
        while (!script.isBlank(line)) {
            expected.add(script.line(line));
            line++;
        }
        blocks.add(new ScriptBlock.Query(
                place, takeCondition(), statement, columns, sorted, expected, firstLine, separator));
    }

    private List<ColumnClass> columns(String letters) {
        try {
            return letters.chars()
                    .mapToObj(letter -> ColumnClass.of((char) letter))
                    .toList();
        } catch (IllegalArgumentException unknown) {
            throw new BlinkException(TestingErrorCode.SCRIPT_SYNTAX, place() + ": " + unknown.getMessage(), unknown);
        }
    }

    private void include(String name) {
        Path included = script.file().resolveSibling(name);
        if (depth == INCLUDE_DEPTH_MAX) {
            throw wrong(
                    "includes are nested more than " + INCLUDE_DEPTH_MAX + " deep; does " + name + " include itself?");
        }
        if (condition != ScriptBlock.Condition.ALWAYS) {
            throw wrong("a condition stands before a statement or query, not before include");
        }
        blocks.addAll(parse(included, depth + 1));
        line++;
    }

    private void condition(String word, String text) {
        if (rest != ScriptBlock.Condition.ALWAYS) {
            throw wrong("the rest of the script has a condition already");
        }
        condition = word.equals("only") ? only(text) : except(text);
        line++;
    }

    private void rest(String text) {
        int space = text.indexOf(' ');
        String word = space < 0 ? text : text.substring(0, space);
        if (!word.equals("only") && !word.equals("except")) {
            throw wrong("after rest comes only or except, not " + word);
        }
        condition(word, text.substring(word.length()).strip());
        rest = takeCondition();
    }

    private ScriptBlock.Condition only(String trait) {
        if (trait.isEmpty()) {
            throw wrong("only wants a trait of the target");
        }
        return new ScriptBlock.Condition(Optional.of(trait), Optional.empty(), "");
    }

    private ScriptBlock.Condition except(String text) {
        Matcher matcher = EXCEPT.matcher(text);
        if (!matcher.matches()) {
            throw wrong("except wants a trait of the target and a reason: except TRAIT: why");
        }
        return new ScriptBlock.Condition(
                Optional.empty(), Optional.of(matcher.group("trait")), matcher.group("reason"));
    }

    private String statementText() {
        int first = line;
        List<String> text = new ArrayList<>();
        while (!script.isBlank(line) && !script.line(line).equals(SEPARATOR)) {
            text.add(script.line(line));
            line++;
        }
        if (line == first) {
            throw wrong("the statement is missing");
        }
        return String.join("\n", text);
    }

    private ScriptBlock.Place place() {
        return new ScriptBlock.Place(script, line);
    }

    private ScriptBlock.Condition takeCondition() {
        ScriptBlock.Condition taken = condition == ScriptBlock.Condition.ALWAYS ? rest : condition;
        condition = ScriptBlock.Condition.ALWAYS;
        return taken;
    }

    private BlinkException wrong(String what) {
        return new BlinkException(TestingErrorCode.SCRIPT_SYNTAX, script.file() + ":" + line + ": " + what);
    }
}

package io.blink.sql.function;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.junit.jupiter.api.Test;

/** docs/functions.md and the registry have the same names, and ours the same numbers of arguments. */
class FunctionsPageTest {
    private static final Path PAGE = Path.of("../docs/functions.md");
    private static final Pattern CALL = Pattern.compile("`([A-Z][A-Z0-9_]*)(?:\\(([^`]*)\\))?[^`]*`");
    private static final int ANY = Integer.MAX_VALUE;

    private record Arguments(int least, int most) {}

    /** By name, as the first cells of the page's tables have them. */
    private static Map<String, Arguments> documented() throws IOException {
        Map<String, Arguments> calls = new TreeMap<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("| `")) {
                String cell = line.substring(1, line.indexOf(" | ", 2));
                Matcher matcher = CALL.matcher(cell);
                for (MatchResult call : matcher.results().toList()) {
                    calls.merge(call.group(1), arguments(call.group(2)), FunctionsPageTest::both);
                }
            }
        }
        return calls;
    }

    /** {@code a, b[, c]}: two or three. */
    private static Arguments arguments(String text) {
        if (text == null || text.isBlank()) {
            return new Arguments(0, 0);
        }
        int least = count(text.replaceAll("\\[[^\\[\\]]*]", "").replaceAll("\\[.*]", ""));
        return new Arguments(least, text.contains("…") ? ANY : count(text.replaceAll("[\\[\\]]", "")));
    }

    private static int count(String list) {
        return (int) List.of(list.split(",")).stream()
                .filter(argument -> !argument.isBlank() && !argument.contains("…"))
                .count();
    }

    private static Arguments both(Arguments left, Arguments right) {
        return new Arguments(Math.min(left.least(), right.least()), Math.max(left.most(), right.most()));
    }

    @Test
    void pageAndRegistryHaveTheSameNames() throws IOException {
        assertThat(documented().keySet()).isEqualTo(new TreeSet<>(BlinkOperatorTable.functionNames()));
    }

    @Test
    void pageHasTheNumbersOfArguments() throws IOException {
        Map<String, Arguments> documented = documented();
        for (SqlOperator operator : BlinkOperatorTable.instance().getOperatorList()) {
            Arguments page = documented.get(operator.getName());
            boolean ours = operator.getSyntax() != SqlSyntax.FUNCTION_ID && operator instanceof BlinkFunction
                    || operator instanceof BlinkAggregate;
            if (ours && page != null) {
                SqlOperandCountRange range = operator.getOperandCountRange();
                int most = range.getMax() < 0 ? ANY : range.getMax();
                assertThat(page.least())
                        .as("least arguments of %s", operator.getName())
                        .isLessThanOrEqualTo(Math.max(1, range.getMin()));
                assertThat(page.most())
                        .as("most arguments of %s", operator.getName())
                        .isGreaterThanOrEqualTo(most);
            }
        }
    }
}

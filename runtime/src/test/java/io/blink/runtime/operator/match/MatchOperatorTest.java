package io.blink.runtime.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.MatchExpression.Source;
import io.blink.core.plan.MatchExpression.Value;
import io.blink.core.plan.MatchPattern;
import io.blink.core.plan.MatchPattern.Choice;
import io.blink.core.plan.MatchPattern.Repetition;
import io.blink.core.plan.MatchPattern.Sequence;
import io.blink.core.plan.MatchPattern.Symbol;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.Match.Skip;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against regular expressions: a row whose flag for a variable is set may stand for it, and each row's flags are a character of a string. */
class MatchOperatorTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType TIME = DataType.timestamp(6).withNullable(false);
    /** Partition, time, flags of variables A, B and C as numbers that are 1 or 0. */
    private static final List<DataType> TYPES = List.of(BIGINT, TIME, BIGINT, BIGINT, BIGINT);

    private static final MatchPattern A = new Symbol(0);
    private static final MatchPattern B = new Symbol(1);
    private static final MatchPattern C = new Symbol(2);

    @TempDir
    Path directory;

    /** A pattern and the same as a regular expression over characters of flags. */
    private record Case(MatchPattern pattern, String regex) {}

    private static final List<Case> CASES = List.of(
            new Case(new Sequence(List.of(A, new Repetition(B, 0, -1, false), C)), "{A}{B}*{C}"),
            new Case(new Sequence(List.of(A, new Repetition(B, 0, -1, true), C)), "{A}{B}*?{C}"),
            new Case(new Sequence(List.of(A, new Choice(List.of(B, new Sequence(List.of(C, C)))))), "{A}({B}|{C}{C})"),
            new Case(new Sequence(List.of(new Repetition(A, 2, 3, false), B)), "{A}{2,3}{B}"),
            new Case(
                    new Repetition(new Sequence(List.of(A, new Repetition(B, 0, 1, true))), 1, -1, false),
                    "({A}{B}??)+"),
            new Case(new Repetition(A, 1, 2, true), "{A}{1,2}?"));

    /** @param near whether all definitions look at the row alone; else that of C depends on the way to the row */
    private static OperatorSpec.Match spec(MatchPattern pattern, Skip skip, long within, boolean near, boolean stream) {
        List<MatchExpression> definitions = List.of(flag(0), flag(1), near ? flag(2) : flagOnAWay());
        return new OperatorSpec.Match(
                List.of(0),
                List.of(new SortKey(1, true, true)),
                List.of("A", "B", "C"),
                pattern,
                definitions,
                List.of(
                        value(new Value(Source.COLUMN, List.of(), true, 0, 0, 1, null, TIME.withNullable(true))),
                        value(new Value(Source.COLUMN, List.of(), false, 0, 0, 1, null, TIME.withNullable(true))),
                        value(new Value(Source.MATCH_NUMBER, List.of(), false, 0, 0, -1, null, BIGINT))),
                skip,
                List.of(),
                within,
                stream,
                0);
    }

    private static MatchExpression value(Value value) {
        return new MatchExpression(List.of(value), new InputColumn(0, value.type()));
    }

    private static MatchExpression flag(int variable) {
        DataType type = BIGINT.withNullable(true);
        return test(List.of(new Value(Source.COLUMN, List.of(variable), false, 0, 0, 2 + variable, null, type)));
    }

    /** The flag of C, and that the first row of the match has a partition. */
    private static MatchExpression flagOnAWay() {
        DataType type = BIGINT.withNullable(true);
        Value tested = new Value(Source.COLUMN, List.of(), false, 0, 0, 4, null, type);
        Value first = new Value(Source.COLUMN, List.of(), true, 0, 0, 0, null, type);
        Expression same = new Call(
                ScalarFunction.EQUALS,
                List.of(new InputColumn(1, type), new InputColumn(1, type)),
                DataType.of(TypeKind.BOOLEAN));
        return new MatchExpression(
                List.of(tested, first),
                new Call(
                        ScalarFunction.AND,
                        List.of(test(List.of(tested)).expression(), same),
                        DataType.of(TypeKind.BOOLEAN)));
    }

    private static MatchExpression test(List<Value> values) {
        Expression one = new Literal("1", BIGINT);
        return new MatchExpression(
                values,
                new Call(
                        ScalarFunction.EQUALS,
                        List.of(new InputColumn(0, values.get(0).type()), one),
                        DataType.of(TypeKind.BOOLEAN)));
    }

    // ---- The model

    private static List<List<Object>> expected(Case test, Skip skip, List<long[]> rows) {
        Map<Long, List<long[]>> partitions = new TreeMap<>();
        rows.stream().sorted(Comparator.comparingLong(row -> row[1])).forEach(row -> partitions
                .computeIfAbsent(row[0], key -> new ArrayList<>())
                .add(row));
        Pattern pattern = Pattern.compile(
                test.regex().replace("{A}", flags(1)).replace("{B}", flags(2)).replace("{C}", flags(4)));
        List<List<Object>> matches = new ArrayList<>();
        partitions.forEach((key, partition) -> {
            StringBuilder text = new StringBuilder();
            partition.forEach(row -> text.append((char) ('a' + row[2] + 2 * row[3] + 4 * row[4])));
            Matcher matcher = pattern.matcher(text);
            long number = 0;
            int start = 0;
            while (start < text.length()) {
                matcher.region(start, text.length());
                if (matcher.lookingAt()) {
                    matches.add(List.of(key, partition.get(start)[1], partition.get(matcher.end() - 1)[1], ++number));
                    start = skip == Skip.PAST_LAST_ROW ? matcher.end() : start + 1;
                } else {
                    start++;
                }
            }
        });
        return matches;
    }

    /** The characters of rows that have a flag. */
    private static String flags(int bit) {
        StringBuilder characters = new StringBuilder("[");
        for (int flags = 0; flags < 8; flags++) {
            characters.append((flags & bit) > 0 ? String.valueOf((char) ('a' + flags)) : "");
        }
        return characters.append("]").toString();
    }

    // ---- Running

    private static Batch batch(List<long[]> rows) {
        long[][] columns = new long[5][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < 5; c++) {
                columns[c][i] = rows.get(i)[c];
            }
        }
        return new Batch(Arrays.stream(columns)
                .map(values -> (Column) new LongColumn(rows.size(), values, null))
                .toList());
    }

    private static List<long[]> rows(Random random, int count, int partitions) {
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rows.add(new long[] {
                random.nextInt(partitions), 10L * i, random.nextInt(2), random.nextInt(3) > 0 ? 1 : 0, random.nextInt(2)
            });
        }
        return rows;
    }

    @Test
    void streamsFindWhatRegularExpressionsFindThroughRestarts() throws Exception {
        int seed = 0;
        for (Case test : CASES) {
            for (Skip skip : List.of(Skip.PAST_LAST_ROW, Skip.TO_NEXT_ROW)) {
                for (boolean near : new boolean[] {true, false}) {
                    Random random = new Random(++seed);
                    List<long[]> rows = rows(random, 300, 1 + random.nextInt(4));
                    List<Batch> found = stream(spec(test.pattern(), skip, -1, near, true), rows, random);
                    Rows.assertSame(test + " " + skip + " " + near, Rows.of(found), expected(test, skip, rows));
                }
            }
        }
    }

    /** Rows come a little out of order, ahead of a watermark that none of them is behind. */
    private List<Batch> stream(OperatorSpec.Match spec, List<long[]> rows, Random random) throws Exception {
        List<Batch> found = new ArrayList<>();
        try (KeyedRig rig = new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {0}),
                directory,
                1 + random.nextInt(3),
                (context, store) -> new StreamMatchOperator(spec, context, store))) {
            int next = 0;
            while (next < rows.size()) {
                int count = Math.min(rows.size() - next, 1 + random.nextInt(30));
                List<long[]> some = new ArrayList<>(rows.subList(next, next + count));
                Collections.shuffle(some, random);
                rig.add(0, batch(some));
                next += count;
                if (random.nextBoolean()) {
                    rig.watermark(rows.get(next - 1)[1] - (random.nextBoolean() ? 0 : 3));
                }
                if (random.nextInt(4) == 0) {
                    rig.restart(1 + random.nextInt(3));
                }
                found.addAll(rig.taken());
            }
            rig.endInputs();
            found.addAll(rig.taken());
        }
        return found;
    }

    @Test
    void batchesFindTheSameInSortedRows() {
        int seed = 0;
        for (Case test : CASES) {
            Random random = new Random(++seed);
            List<long[]> rows = rows(random, 2000, 1 + random.nextInt(100));
            rows.sort(Comparator.<long[]>comparingLong(row -> row[0]).thenComparingLong(row -> row[1]));
            OperatorSpec.Match spec = spec(test.pattern(), Skip.PAST_LAST_ROW, -1, true, false);
            List<Batch> batches = new ArrayList<>();
            for (int from = 0; from < rows.size(); from += 150) {
                batches.add(batch(rows.subList(from, Math.min(rows.size(), from + 150))));
            }
            try (OperatorRig rig = new OperatorRig(
                    spec, List.of(TYPES), List.of(BIGINT, TIME, TIME, BIGINT), 64 << 20, directory, random)) {
                Rows.assertSame(
                        test.regex(), Rows.of(rig.run(List.of(batches))), expected(test, Skip.PAST_LAST_ROW, rows));
            }
        }
    }

    @Test
    void withinDecidesAnOpenMatchWithoutFurtherRows() throws Exception {
        MatchPattern pattern = new Sequence(List.of(A, new Repetition(B, 0, -1, false), C));
        OperatorSpec.Match spec = spec(pattern, Skip.PAST_LAST_ROW, 100, true, true);
        try (KeyedRig rig = new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {0}),
                directory,
                1,
                (context, store) -> new StreamMatchOperator(spec, context, store))) {
            // The row at 20 is a C and a B: whether the match ends there depends on what comes within its time.
            rig.add(0, batch(List.of(new long[] {1, 10, 1, 0, 0}, new long[] {1, 20, 0, 1, 1})));
            rig.watermark(50);
            assertThat(rig.taken()).isEmpty();
            rig.restart(2);
            rig.watermark(109);
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(1L, 10L, 20L, 1L));
            rig.add(0, batch(List.of(new long[] {1, 90, 1, 0, 0}, new long[] {1, 200, 1, 0, 0}, new long[] {
                1, 300, 0, 0, 1
            })));
            rig.watermark(500);
            assertThat(rig.taken()).isEmpty();
        }
    }
}

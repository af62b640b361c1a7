package io.blink.runtime.operator.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.AggregateCall;
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
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that goes on where it stopped finds what a search of whole partitions finds. */
class ResumedMatchTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType VALUE = BIGINT.withNullable(true);
    private static final DataType BOOLEAN = DataType.of(TypeKind.BOOLEAN);
    private static final DataType TIME = DataType.timestamp(6).withNullable(false);
    private static final DataType MAYBE_TIME = TIME.withNullable(true);
    /** Partition, time, a value from 0 to 4 or NULL. */
    private static final List<DataType> TYPES = List.of(BIGINT, TIME, VALUE);

    private static final List<DataType> OUTPUT =
            List.of(BIGINT, MAYBE_TIME, MAYBE_TIME, VALUE, VALUE, BIGINT.withNullable(true));

    private static final MatchPattern A = new Symbol(0);
    private static final MatchPattern B = new Symbol(1);
    private static final MatchPattern C = new Symbol(2);

    /** All end with C, to which a search may skip. */
    private static final List<MatchPattern> PATTERNS = List.of(
            new Sequence(List.of(A, new Repetition(B, 0, -1, false), C)),
            new Sequence(List.of(A, new Repetition(B, 1, -1, true), C)),
            new Sequence(
                    List.of(A, new Repetition(new Choice(List.of(B, new Sequence(List.of(A, B)))), 1, 4, false), C)),
            new Sequence(List.of(
                    new Repetition(A, 1, -1, true), new Repetition(B, 0, 3, true), new Repetition(C, 1, -1, false))));

    @TempDir
    Path directory;

    private static Value column(int variable, boolean first, int offset, int shift) {
        return new Value(Source.COLUMN, List.of(variable), first, offset, shift, 2, null, VALUE);
    }

    private static Value sum(int variable) {
        AggregateCall call =
                new AggregateCall(AggregateFunction.SUM, List.of(2), List.of(VALUE), false, -1, VALUE, List.of(), null);
        return new Value(Source.AGGREGATE, List.of(variable), false, 0, 0, -1, call, VALUE);
    }

    private static MatchExpression compared(ScalarFunction function, Value value, int with) {
        Expression literal = new Literal(String.valueOf(with), BIGINT);
        return new MatchExpression(
                List.of(value), new Call(function, List.of(new InputColumn(0, VALUE), literal), BOOLEAN));
    }

    /** Ways to define B: of the row alone, of rows around it, of the way to it. */
    private static List<MatchExpression> definitionsOfB() {
        ScalarFunction less = ScalarFunction.LESS_THAN;
        List<MatchExpression> definitions = new ArrayList<>();
        definitions.add(null);
        definitions.add(compared(less, column(1, false, 0, 0), 4));
        definitions.add(compared(less, column(1, false, 0, -2), 4));
        definitions.add(compared(less, column(1, false, 0, 2), 4));
        definitions.add(compared(less, column(1, true, 0, 0), 4));
        definitions.add(compared(less, column(0, false, 0, 1), 4));
        definitions.add(compared(less, sum(1), 12));
        return definitions;
    }

    private static OperatorSpec.Match spec(
            MatchPattern pattern, MatchExpression b, Skip skip, long within, boolean stream) {
        List<MatchExpression> definitions = new ArrayList<>();
        definitions.add(compared(ScalarFunction.LESS_THAN, column(0, false, 0, 0), 3));
        definitions.add(b);
        definitions.add(compared(ScalarFunction.EQUALS, column(2, false, 0, 0), 4));
        return new OperatorSpec.Match(
                List.of(0),
                List.of(new SortKey(1, true, true)),
                List.of("A", "B", "C"),
                pattern,
                definitions,
                List.of(
                        value(new Value(Source.COLUMN, List.of(), true, 0, 0, 1, null, MAYBE_TIME)),
                        value(new Value(Source.COLUMN, List.of(), false, 0, 0, 1, null, MAYBE_TIME)),
                        value(sum(1)),
                        value(column(2, false, 0, -1)),
                        value(new Value(Source.MATCH_NUMBER, List.of(), false, 0, 0, -1, null, BIGINT))),
                skip,
                List.of(2),
                within,
                stream,
                0);
    }

    private static MatchExpression value(Value value) {
        return new MatchExpression(List.of(value), new InputColumn(0, value.type()));
    }

    private static Batch batch(List<long[]> rows) {
        long[][] values = new long[3][rows.size()];
        boolean[] nulls = new boolean[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int c = 0; c < 3; c++) {
                values[c][i] = rows.get(i)[c];
            }
            nulls[i] = values[2][i] < 0;
        }
        return new Batch(List.of(
                new LongColumn(nulls.length, values[0], null),
                new LongColumn(nulls.length, values[1], null),
                new LongColumn(nulls.length, values[2], nulls)));
    }

    /** Long matches: one value of many is a 4, with which they end. */
    private static List<long[]> rows(Random random, int count, int partitions) {
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long value = random.nextInt(12) == 0 ? 4 : random.nextInt(40) == 0 ? -1 : random.nextInt(4);
            rows.add(new long[] {random.nextInt(partitions), 10L * i, value});
        }
        return rows;
    }

    private List<List<Object>> whole(OperatorSpec.Match spec, List<long[]> rows) {
        List<long[]> sorted = new ArrayList<>(rows);
        sorted.sort(Comparator.<long[]>comparingLong(row -> row[0]).thenComparingLong(row -> row[1]));
        try (OperatorRig rig = new OperatorRig(spec, List.of(TYPES), OUTPUT, 64 << 20, directory, new Random(1))) {
            return Rows.of(rig.run(List.of(List.of(batch(sorted)))));
        }
    }

    /** @param restarts of a hundred steps so many are followed by one */
    private List<List<Object>> stream(OperatorSpec.Match spec, List<long[]> rows, Random random, int restarts)
            throws Exception {
        List<Batch> found = new ArrayList<>();
        try (KeyedRig rig = new KeyedRig(
                spec,
                List.of(TYPES),
                List.of(new int[] {0}),
                directory,
                1 + random.nextInt(2),
                (context, store) -> new StreamMatchOperator(spec, context, store))) {
            int next = 0;
            while (next < rows.size()) {
                int count = Math.min(rows.size() - next, 1 + random.nextInt(6));
                rig.add(0, batch(rows.subList(next, next + count)));
                next += count;
                rig.watermark(rows.get(next - 1)[1] - random.nextInt(2) * 15);
                if (random.nextInt(100) < restarts) {
                    rig.restart(1 + random.nextInt(2));
                }
            }
            rig.endInputs();
            found.addAll(rig.taken());
        }
        return Rows.of(found);
    }

    @Test
    void anOpenSearchGoesOnInMemoryAndAfterRestarts() throws Exception {
        int seed = 0;
        int matches = 0;
        for (MatchPattern pattern : PATTERNS) {
            for (MatchExpression b : definitionsOfB()) {
                for (Skip skip : Skip.values()) {
                    Random random = new Random(++seed);
                    long within = random.nextBoolean() ? -1 : 100 + random.nextInt(300);
                    List<long[]> rows = rows(random, 120, 1 + random.nextInt(3));
                    List<List<Object>> expected = whole(spec(pattern, b, skip, within, false), rows);
                    int restarts = seed % 3 == 0 ? 100 : seed % 3 == 1 ? 10 : 0;
                    List<List<Object>> found = stream(spec(pattern, b, skip, within, true), rows, random, restarts);
                    Rows.assertSame("seed " + seed + " " + pattern + " " + b + " " + skip, found, expected);
                    matches += found.size();
                }
            }
        }
        assertThat(matches).isGreaterThan(500);
    }

    @Test
    void matchesOfAPartitionThatEndsWithAPieceAreNotCountedOn() {
        OperatorSpec.Match spec = spec(new Sequence(List.of(A, C)), null, Skip.PAST_LAST_ROW, -1, false);
        List<Batch> batches = new ArrayList<>();
        for (int partition = 0; partition < 2; partition++) {
            List<long[]> rows = new ArrayList<>();
            for (int i = 0; i < 1 << 15; i++) {
                rows.add(new long[] {partition, i, i % 2 == 0 ? 0 : 4});
            }
            batches.add(batch(rows));
        }
        try (OperatorRig rig = new OperatorRig(spec, List.of(TYPES), OUTPUT, 64 << 20, directory, new Random(1))) {
            List<List<Object>> found = Rows.of(rig.run(List.of(batches)));
            assertThat(found).hasSize(1 << 15);
            assertThat(found.get((1 << 15) - 1)).endsWith(1L << 14).startsWith(1L);
        }
    }

    @Test
    void partitionsThatWaitedLongestMakeRoom() {
        OperatorSpec.Match spec = spec(PATTERNS.get(0), null, Skip.PAST_LAST_ROW, -1, true);
        try (OperatorRig rig = new OperatorRig(spec, List.of(TYPES), OUTPUT, 1 << 20, directory, new Random(1));
                OpenPartitions open = new OpenPartitions(new OperatorMemory(rig.context()), 1)) {
            PartitionMatching matching =
                    new PartitionMatching(spec, rig.context().evaluation());
            int partitions = 400;
            for (int key = 0; key < partitions; key++) {
                open.keep(key(key), key, openPartition(matching, key));
            }
            assertThat(rig.pool().usedBytes()).isBetween(1L << 19, 1L << 20);
            assertThat(open.take(key(0), 0)).isNull();
            assertThat(open.take(key(5), partitions - 1))
                    .as("another key of the same hash")
                    .isNull();
            SearchedPartition latest =
                    open.take(key(partitions - 2), partitions - 2).partition();
            assertThat(latest.rows().count()).isEqualTo(100);
            latest.rows().add(batch(List.of(new long[] {partitions - 2, 100, 4})));
            assertThat(matching.advance(latest, Long.MAX_VALUE).matches().rowCount())
                    .isEqualTo(1);
            assertThat(open.take(key(partitions - 2), partitions - 2))
                    .as("taken out")
                    .isNull();
        }
    }

    private static Column[] key(long key) {
        return new Column[] {new LongColumn(1, new long[] {key}, null)};
    }

    private static SearchedPartition openPartition(PartitionMatching matching, long key) {
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(new long[] {key, i, 0});
        }
        SearchedPartition partition = matching.partition(0, 0);
        partition.rows().add(batch(rows));
        assertThat(matching.advance(partition, 0).matches()).isNull();
        assertThat(partition.search().isOpen()).isTrue();
        return partition;
    }
}

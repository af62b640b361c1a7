package io.blink.runtime.operator.hashtable;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds a row of finding groups, each key once new. Run by hand: {@code org.openjdk.jmh.Main HashTableBenchmark}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class HashTableBenchmark {
    private static final int ROWS = 1 << 21;
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    /** Different keys. */
    @Param({"1000", "100000", "1000000"})
    public int keys;

    @Param
    public Kind kind;

    /** What keys are. */
    public enum Kind {
        /** Numbers without gaps. */
        DENSE,
        /** Numbers far from each other. */
        SPARSE,
        /** Two numbers. */
        TWO,
        /** Four numbers. */
        FOUR,
        /** Two strings of 16 bytes. */
        STRINGS,
        /** The same strings as entries of one row of a dictionary. */
        ROW_STRINGS
    }

    private final List<Column[]> batches = new ArrayList<>();
    private List<DataType> types;
    private GroupTable full;

    @Setup
    public void prepare() {
        Random random = new Random(1);
        Column[] dictionary = {strings("left", keys), strings("right", keys)};
        types = Collections.nCopies(columns(), kind.compareTo(Kind.STRINGS) < 0 ? BIGINT : DataType.string());
        for (int from = 0; from < ROWS; from += Batch.TARGET_ROWS) {
            int start = from;
            int[] numbers = new int[Batch.TARGET_ROWS];
            Arrays.setAll(numbers, i -> start + i < keys ? start + i : random.nextInt(keys));
            batches.add(batch(numbers, dictionary));
        }
        full = fill();
    }

    private int columns() {
        return switch (kind) {
            case DENSE, SPARSE -> 1;
            case TWO, STRINGS, ROW_STRINGS -> 2;
            case FOUR -> 4;
        };
    }

    private Column[] batch(int[] numbers, Column[] dictionary) {
        int rows = numbers.length;
        return switch (kind) {
            case DENSE -> new Column[] {longs(numbers, 1, Long.MAX_VALUE)};
            case SPARSE -> new Column[] {longs(numbers, 1_000_003, Long.MAX_VALUE)};
            case TWO -> new Column[] {longs(numbers, 1, Long.MAX_VALUE), longs(numbers, 7, 100)};
            case FOUR ->
                new Column[] {
                    longs(numbers, 1, Long.MAX_VALUE),
                    longs(numbers, 7, 100),
                    longs(numbers, 3, 12),
                    longs(numbers, 1, 2)
                };
            case STRINGS -> new Column[] {dictionary[0].take(numbers, 0, rows), dictionary[1].take(numbers, 0, rows)};
            case ROW_STRINGS ->
                new Column[] {
                    new DictionaryColumn(rows, numbers, dictionary[0]),
                    new DictionaryColumn(rows, numbers, dictionary[1])
                };
        };
    }

    private static Column longs(int[] numbers, long factor, long modulus) {
        return new LongColumn(
                numbers.length,
                Arrays.stream(numbers)
                        .mapToLong(number -> number * factor % modulus)
                        .toArray(),
                null);
    }

    private static Column strings(String prefix, int count) {
        BytesColumnBuilder builder = new BytesColumnBuilder(count);
        for (int i = 0; i < count; i++) {
            builder.append(String.format("%-6s%010d", prefix, i));
        }
        return builder.build();
    }

    private GroupTable fill() {
        GroupTable table = GroupTable.ofGroups(types);
        int[] groups = new int[Batch.TARGET_ROWS];
        for (Column[] batch : batches) {
            table.insert(batch, Batch.TARGET_ROWS, groups);
        }
        return table;
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int insert() {
        return fill().groupCount();
    }

    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int find() {
        int[] groups = new int[Batch.TARGET_ROWS];
        int last = 0;
        for (Column[] batch : batches) {
            full.find(batch, Batch.TARGET_ROWS, groups);
            last ^= groups[0];
        }
        return last;
    }
}

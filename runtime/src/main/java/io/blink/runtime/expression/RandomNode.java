package io.blink.runtime.expression;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.expression.Call;
import io.blink.core.function.ScalarFunction;
import io.blink.core.hash.ValueHash;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * RAND, RAND_INTEGER and UUID. The n-th value is a hash of n and of where the call stands (job, task, operator, line and column), or of its seed: no
 * state but a count, and the same values when a task runs again over the same rows.
 */
final class RandomNode extends Node {
    private static final int UUID_LENGTH = 36;
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final double DOUBLE_UNIT = 0x1.0p-53;

    private final CallSite site;
    private final List<Node> arguments;
    private final boolean seeded;
    private final long originHash;
    private final long secondHash;
    private long count;

    RandomNode(Call call, List<Node> arguments, String origin) {
        this.site = new CallSite(call);
        this.arguments = List.copyOf(arguments);
        this.seeded = call.arguments().size() > (call.function() == ScalarFunction.RAND_INTEGER ? 1 : 0);
        this.originHash = hash("1:" + origin + "@" + call.position());
        this.secondHash = hash("2:" + origin + "@" + call.position());
    }

    private static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ValueHash.ofBytes(bytes, 0, bytes.length);
    }

    @Override
    Column evaluate(Rows rows) {
        Column[] columns = arguments.stream()
                .map(argument -> argument.evaluate(rows).flat())
                .toArray(Column[]::new);
        boolean[] nulls = NullFlags.union(columns, rows.count());
        long first = count;
        count += rows.count();
        return switch (site.function()) {
            case UUID -> identifiers(first, rows.count());
            case RAND -> doubles(columns, first, rows.count(), nulls);
            default -> integers(columns, first, rows.count(), nulls);
        };
    }

    @Override
    boolean isFree() {
        return false;
    }

    @Override
    boolean vectorized() {
        return true;
    }

    private Column doubles(Column[] columns, long first, int rows, boolean[] nulls) {
        LongArgument seeds = seeded ? LongArgument.of(columns[0]) : null;
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (bits(seeds, first, i) >>> 11) * DOUBLE_UNIT;
        }
        return new DoubleColumn(rows, result, nulls);
    }

    private Column integers(Column[] columns, long first, int rows, boolean[] nulls) {
        LongArgument seeds = seeded ? LongArgument.of(columns[0]) : null;
        LongArgument bounds = LongArgument.of(columns[columns.length - 1]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            long bound = bounds.at(i);
            if (bound < 1 || bound > Integer.MAX_VALUE) {
                throw site.invalidArgument("the bound is " + bound + "; it must be an INT above 0", null);
            }
            // The upper 32 bits times the bound, whose deviation from even shares is below 2^-32 (Lemire 2019).
            result[i] = (int) ((bits(seeds, first, i) >>> 32) * bound >>> 32);
        }
        return new IntColumn(rows, result, nulls);
    }

    private long bits(LongArgument seeds, long first, int row) {
        long origin = seeds == null ? originHash : ValueHash.ofLong(seeds.at(row));
        return mixed(ValueHash.combine(origin, ValueHash.ofLong(first + row)));
    }

    /** The finish of SplitMix64 (Steele, Lea and Flood 2014), so that all bits are equally good. */
    private static long mixed(long value) {
        long bits = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ bits >>> 27) * 0x94D049BB133111EBL;
        return bits ^ bits >>> 31;
    }

    /** Two independent hashes, so that two sequences meet only where both do. */
    private Column identifiers(long first, int rows) {
        byte[] texts = new byte[rows * UUID_LENGTH];
        int[] offsets = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            long number = ValueHash.ofLong(first + i);
            long high = mixed(ValueHash.combine(originHash, number)) & ~0xF000L | 0x4000L;
            long low = mixed(ValueHash.combine(secondHash, number)) & ~(3L << 62) | 1L << 63;
            write(high, low, texts, offsets[i]);
            offsets[i + 1] = offsets[i] + UUID_LENGTH;
        }
        return new BytesColumn(rows, texts, offsets, null);
    }

    private static void write(long high, long low, byte[] target, int from) {
        int at = from;
        for (int digit = 0; digit < 32; digit++) {
            if (digit == 8 || digit == 12 || digit == 16 || digit == 20) {
                target[at++] = '-';
            }
            long half = digit < 16 ? high : low;
            target[at++] = HEX[(int) (half >>> 60 - 4 * (digit & 15)) & 15];
        }
    }
}

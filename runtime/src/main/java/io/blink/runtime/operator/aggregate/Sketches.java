package io.blink.runtime.operator.aggregate;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/** A summary of bounded size for each group that saw a value, with the bytes of all of them. */
final class Sketches<S extends Sketches.Sketch> {
    private static final int REFERENCE_BYTES = 4;
    private static final int FIRST_GROUPS = 64;

    /** What estimates an aggregate without its values. */
    interface Sketch {
        long retainedBytes();
    }

    private final IntFunction<S[]> arrays;
    private final Supplier<S> maker;
    private S[] ofGroups;
    private long sketchBytes;

    Sketches(IntFunction<S[]> arrays, Supplier<S> maker) {
        this.arrays = arrays;
        this.maker = maker;
        clear();
    }

    void ensure(int groupCount) {
        if (groupCount > ofGroups.length) {
            ofGroups = Arrays.copyOf(ofGroups, capacityFor(groupCount));
        }
    }

    /** Groups that there is room for. */
    int capacity() {
        return ofGroups.length;
    }

    private static int capacityFor(int groupCount) {
        return Math.max(FIRST_GROUPS, Integer.highestOneBit(Math.max(1, groupCount - 1)) << 1);
    }

    /** Of a group that saw no value {@code null}. */
    S of(int group) {
        return ofGroups[group];
    }

    /** The sketch of a group, new if it has none, to be changed until {@link #changed}. */
    S change(int group) {
        S sketch = ofGroups[group];
        if (sketch == null) {
            sketch = maker.get();
            ofGroups[group] = sketch;
        } else {
            sketchBytes -= sketch.retainedBytes();
        }
        return sketch;
    }

    void changed(S sketch) {
        sketchBytes += sketch.retainedBytes();
    }

    /** A column of partial results; NULL for groups without a sketch. */
    List<Column> forms(int from, int count, IntFunction<byte[]> form) {
        BytesColumnBuilder forms = new BytesColumnBuilder(count);
        for (int group = from; group < from + count; group++) {
            if (ofGroups[group] == null) {
                forms.appendNull();
            } else {
                byte[] bytes = form.apply(group);
                forms.append(bytes, 0, bytes.length);
            }
        }
        return List.of(forms.build());
    }

    /**
     * Bytes that more groups and an argument will add at most; partial results are at most twice as large in memory.
     *
     * @param besideBytes of a group beside its sketch
     * @param rowBytes that a row adds to its sketch
     */
    long bytesToAdd(int groupCount, Column argument, int besideBytes, int rowBytes) {
        int grown = groupCount <= ofGroups.length ? 0 : capacityFor(groupCount) - ofGroups.length;
        long partials = argument instanceof BytesColumn forms ? 2L * (forms.offset(forms.size()) - forms.offset(0)) : 0;
        return (long) grown * (REFERENCE_BYTES + besideBytes) + partials + (long) argument.size() * rowBytes;
    }

    /** Bytes of the sketches alone. */
    long sketchBytes() {
        return sketchBytes;
    }

    long retainedBytes() {
        return (long) ofGroups.length * REFERENCE_BYTES + sketchBytes;
    }

    void clear() {
        ofGroups = arrays.apply(0);
        sketchBytes = 0;
    }
}

package io.blink.runtime.operator.unnest;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Takes a batch and gives it back row by row as often as its collection has elements, at most {@link Batch#TARGET_ROWS} rows at once, however long an array is.
 * What is repeated becomes a dictionary over the batch's column; the elements of consecutive rows lie side by side already and are cut out in one piece.
 */
public final class UnnestOperator implements Operator {
    private final OperatorSpec.Unnest spec;
    private final ElementColumns elements;

    private Batch input;
    private Elements collection;
    private int row;
    private int taken;
    private boolean ended;

    private final int[] rows = new int[Batch.TARGET_ROWS];
    private final int[] entries = new int[Batch.TARGET_ROWS];

    public UnnestOperator(OperatorSpec.Unnest spec, OperatorContext context) {
        this.spec = spec;
        this.elements = new ElementColumns(
                context.inputs().get(0).get(spec.collection()).type());
    }

    @Override
    public boolean needsInput(int index) {
        return input == null && !ended;
    }

    @Override
    public void addInput(int index, Batch batch) {
        input = batch;
        collection = Elements.of(batch.column(spec.collection()));
        row = 0;
        taken = 0;
    }

    @Override
    public void endInput(int index) {
        ended = true;
    }

    @Override
    public Batch output() {
        if (input == null) {
            return null;
        }
        int count = fill();
        Batch batch = count == 0 ? null : batch(count);
        if (row == input.rowCount()) {
            input = null;
            collection = null;
        }
        return batch;
    }

    /** Notes which input row and which element each of the next rows is made of; -1: no element. */
    private int fill() {
        int count = 0;
        while (count < rows.length && row < input.rowCount()) {
            int start = collection.start(row);
            int length = collection.end(row) - start;
            if (length == 0 && spec.outer()) {
                rows[count] = row;
                entries[count++] = -1;
            }
            int more = Math.min(length - taken, rows.length - count);
            Arrays.fill(rows, count, count + more, row);
            for (int i = 0; i < more; i++) {
                entries[count + i] = start + taken + i;
            }
            count += more;
            taken += more;
            if (taken == length) {
                row++;
                taken = 0;
            }
        }
        return count;
    }

    private Batch batch(int count) {
        List<Column> columns = new ArrayList<>();
        int[] ids = Arrays.copyOf(rows, count);
        for (int kept : spec.keptColumns()) {
            columns.add(Repetition.of(input.column(kept), ids));
        }
        elements.add(collection, Arrays.copyOf(entries, count), columns);
        if (spec.ordinality()) {
            columns.add(numbers(count));
        }
        return new Batch(count, columns, kinds(ids));
    }

    private Column numbers(int count) {
        int[] numbers = new int[count];
        boolean[] nulls = spec.outer() ? new boolean[count] : null;
        for (int i = 0; i < count; i++) {
            if (entries[i] < 0) {
                nulls[i] = true;
            } else {
                numbers[i] = entries[i] - collection.start(rows[i]) + 1;
            }
        }
        return new IntColumn(count, numbers, nulls);
    }

    /** Elements come and go by themselves: the new content of a row may have more of them than the old one. */
    private byte[] kinds(int[] ids) {
        if (input.rowKinds() == null) {
            return null;
        }
        byte[] kinds = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            kinds[i] = RowKinds.withoutUpdate(input.rowKinds()[ids[i]]);
        }
        return kinds;
    }

    @Override
    public boolean finished() {
        return ended && input == null;
    }

    @Override
    public void close() {
        input = null;
        collection = null;
    }
}

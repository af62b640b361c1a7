package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.LiteralColumns;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Puts the rows of a join together and holds them until they are taken. */
final class JoinOutput {
    private final List<List<DataType>> types;
    private final JoinType type;
    private final Deque<Batch> ready = new ArrayDeque<>();

    JoinOutput(List<DataType> left, List<DataType> right, JoinType type) {
        types = List.of(left, right);
        this.type = type;
    }

    Batch poll() {
        return ready.poll();
    }

    boolean isEmpty() {
        return ready.isEmpty();
    }

    void clear() {
        ready.clear();
    }

    /** Rows of either side, beside each other. The stored ones go out as a dictionary: what is filtered behind the join is never copied. */
    void pairs(int side, Batch own, int[] ownRows, Batch stored, int[] storedRows, byte[] kinds, int count) {
        if (count == 0) {
            return;
        }
        List<Column> mine = own.take(ownRows, 0, count).columns();
        List<Column> others = isIdentity(storedRows, count, stored.rowCount())
                ? stored.columns()
                : dictionaries(stored, storedRows, count);
        add(side == 0 ? mine : others, side == 0 ? others : mine, kinds, count);
    }

    private static boolean isIdentity(int[] rows, int count, int size) {
        if (count != size) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            if (rows[i] != i) {
                return false;
            }
        }
        return true;
    }

    private static List<Column> dictionaries(Batch rows, int[] chosen, int count) {
        int[] ids = Arrays.copyOf(chosen, count);
        List<Column> columns = new ArrayList<>(rows.columns().size());
        for (Column column : rows.columns()) {
            columns.add(new DictionaryColumn(count, ids, column));
        }
        return columns;
    }

    /** Rows of one side beside NULLs, left ones beside their marks, or alone, as the join type has it. */
    void alone(int side, Batch rows, int[] chosen, byte[] kinds, byte[] marks, int count) {
        if (count == 0) {
            return;
        }
        List<Column> mine = rows.take(chosen, 0, count).columns();
        List<Column> others = new ArrayList<>();
        if (type == JoinType.MARK) {
            others.add(new ByteColumn(count, Arrays.copyOf(marks, count), null));
        } else if (type.emitsRightColumns()) {
            types.get(1 - side)
                    .forEach(absent -> others.add(new ConstantColumn(count, LiteralColumns.nullValue(absent))));
        }
        add(side == 0 ? mine : others, side == 0 ? others : mine, kinds, count);
    }

    private void add(List<Column> left, List<Column> right, byte[] kinds, int count) {
        List<Column> columns = new ArrayList<>(left);
        columns.addAll(right);
        boolean insertions = true;
        for (int i = 0; i < count && insertions; i++) {
            insertions = kinds[i] == RowKinds.INSERT;
        }
        ready.add(new Batch(count, columns, insertions ? null : Arrays.copyOf(kinds, count)));
    }
}

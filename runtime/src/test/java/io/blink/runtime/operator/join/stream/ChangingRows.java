package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.RowKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** One input of a join: rows (key, id, value, text) that appear, change and go at random, as a unique key allows. */
final class ChangingRows {
    private final Random random;
    private final boolean insertOnly;
    private final List<Integer> uniqueKey;
    private final boolean updateBefore;
    private final int keys;
    private final List<List<Object>> rows = new ArrayList<>();
    private final List<List<Object>> changed = new ArrayList<>();
    private final List<Byte> kinds = new ArrayList<>();

    /** @param uniqueKey empty: rows may be equal */
    ChangingRows(Random random, boolean insertOnly, List<Integer> uniqueKey, boolean updateBefore, int keys) {
        this.random = random;
        this.insertOnly = insertOnly;
        this.uniqueKey = uniqueKey;
        this.updateBefore = updateBefore;
        this.keys = keys;
    }

    List<List<Object>> rows() {
        return rows;
    }

    /** The next changes; the rows have changed then. */
    Batch next(int changes) {
        changed.clear();
        kinds.clear();
        for (int i = 0; i < changes; i++) {
            double dice = random.nextDouble();
            if (insertOnly || rows.isEmpty() || dice < 0.45) {
                insert();
            } else if (dice < 0.75) {
                update(random.nextInt(rows.size()));
            } else {
                emit(RowKind.DELETE, rows.remove(random.nextInt(rows.size())));
            }
        }
        return batch();
    }

    private void emit(RowKind kind, List<Object> row) {
        kinds.add((byte) kind.ordinal());
        changed.add(row);
    }

    private List<Object> row() {
        Long key = random.nextInt(12) == 0 ? null : (Long) (long) random.nextInt(keys);
        Long id = (long) random.nextInt(uniqueKey.isEmpty() ? 2 : 40);
        Long value = random.nextInt(10) == 0 ? null : (Long) (long) random.nextInt(4);
        return Arrays.asList(key, id, value, "text " + random.nextInt(3));
    }

    private boolean clashes(List<Object> row, int except) {
        for (int i = 0; i < rows.size() && !uniqueKey.isEmpty(); i++) {
            List<Object> other = rows.get(i);
            if (i != except && uniqueKey.stream().allMatch(k -> Objects.equals(other.get(k), row.get(k)))) {
                return true;
            }
        }
        return false;
    }

    private void insert() {
        List<Object> row = row();
        if (!clashes(row, -1)) {
            rows.add(row);
            emit(RowKind.INSERT, row);
        }
    }

    private void update(int at) {
        List<Object> old = rows.get(at);
        List<Object> row = row();
        for (int key : uniqueKey) {
            row.set(key, old.get(key));
        }
        boolean keyStays = Objects.equals(old.get(0), row.get(0));
        rows.set(at, row);
        if (!keyStays) {
            emit(RowKind.DELETE, old);
            emit(RowKind.INSERT, row);
            return;
        }
        if (updateBefore) {
            emit(RowKind.UPDATE_BEFORE, old);
        }
        emit(RowKind.UPDATE_AFTER, row);
    }

    private Batch batch() {
        if (changed.isEmpty()) {
            return null;
        }
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            IntColumnBuilder builder = new IntColumnBuilder(changed.size());
            for (List<Object> row : changed) {
                if (row.get(c) == null) {
                    builder.appendNull();
                } else {
                    builder.append((int) (long) (Long) row.get(c));
                }
            }
            columns.add(builder.build());
        }
        BytesColumnBuilder text = new BytesColumnBuilder(changed.size());
        changed.forEach(row -> text.append((String) row.get(3)));
        columns.add(text.build());
        byte[] bytes = new byte[kinds.size()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = kinds.get(i);
        }
        return new Batch(changed.size(), columns, bytes);
    }
}

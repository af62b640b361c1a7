package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import io.blink.runtime.operator.kit.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that a changelog has led to. What takes away a row that is not there, or an update whose halves stand apart, is an error. */
final class Changelog {
    private final List<Integer> upsertKey;
    private final Map<List<Object>, Integer> copies = new HashMap<>();
    private final Map<List<Object>, List<Object>> byKey = new HashMap<>();

    /** @param upsertKey {@code null}: old contents come in full */
    Changelog(List<Integer> upsertKey) {
        this.upsertKey = upsertKey;
    }

    void add(List<Batch> batches) {
        for (Batch batch : batches) {
            List<List<Object>> rows = Rows.of(List.of(batch));
            for (int i = 0; i < rows.size(); i++) {
                RowKind kind = batch.rowKinds() == null ? RowKind.INSERT : RowKind.values()[batch.rowKinds()[i]];
                if (upsertKey == null) {
                    boolean halves = kind == RowKind.UPDATE_BEFORE;
                    if (halves && (i + 1 == rows.size() || batch.rowKinds()[i + 1] != RowKind.UPDATE_AFTER.ordinal())) {
                        throw new AssertionError("-U without +U: " + rows.get(i));
                    }
                    apply(kind, rows.get(i));
                } else {
                    upsert(kind, rows.get(i));
                }
            }
        }
    }

    private void apply(RowKind kind, List<Object> row) {
        boolean adds = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER;
        int left = copies.merge(row, adds ? 1 : -1, Integer::sum);
        if (left < 0) {
            throw new AssertionError(kind + " of a row that is not there: " + row);
        }
        if (left == 0) {
            copies.remove(row);
        }
    }

    private void upsert(RowKind kind, List<Object> row) {
        List<Object> key = new ArrayList<>();
        upsertKey.forEach(column -> key.add(row.get(column)));
        if (kind == RowKind.UPDATE_BEFORE) {
            throw new AssertionError("nobody wants -U: " + row);
        }
        if (kind == RowKind.DELETE) {
            if (byKey.remove(key) == null) {
                throw new AssertionError("-D of a key that is not there: " + row);
            }
        } else {
            byKey.put(key, row);
        }
    }

    List<List<Object>> rows() {
        if (upsertKey != null) {
            return new ArrayList<>(byKey.values());
        }
        List<List<Object>> rows = new ArrayList<>();
        copies.forEach((row, count) -> {
            for (int i = 0; i < count; i++) {
                rows.add(row);
            }
        });
        return rows;
    }
}

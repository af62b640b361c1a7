package io.blink.runtime.operator.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a changelog amounts to. Fails at rows that a reader could not make sense of. */
public final class ChangelogResult {
    private final int[] keys;
    private final Map<List<Object>, List<Object>> byKey = new HashMap<>();
    private final Map<List<Object>, Integer> counts = new HashMap<>();
    private long changes;

    private ChangelogResult(int[] keys) {
        this.keys = keys;
    }

    /** Of rows that go with their whole content, each -U with its +U. */
    public static ChangelogResult ofContents() {
        return new ChangelogResult(null);
    }

    /** Of rows that replace each other by key, without -U. */
    public static ChangelogResult byKey(int... keys) {
        return new ChangelogResult(keys);
    }

    public ChangelogResult add(List<Batch> batches) {
        batches.forEach(this::add);
        return this;
    }

    private void add(Batch batch) {
        List<List<Object>> rows = Rows.of(List.of(batch));
        for (int i = 0; i < rows.size(); i++) {
            RowKind kind = batch.rowKinds() == null ? RowKind.INSERT : RowKind.values()[batch.rowKinds()[i]];
            changes++;
            if (keys == null) {
                boolean paired =
                        kind != RowKind.UPDATE_BEFORE || batch.rowKinds()[i + 1] == RowKind.UPDATE_AFTER.ordinal();
                assertThat(paired).as("+U follows -U").isTrue();
                count(rows.get(i), kind);
            } else {
                replace(rows.get(i), kind);
            }
        }
    }

    private void count(List<Object> row, RowKind kind) {
        int delta = kind == RowKind.INSERT || kind == RowKind.UPDATE_AFTER ? 1 : -1;
        int count = counts.merge(row, delta, Integer::sum);
        assertThat(count).as("%s of %s", kind, row).isNotNegative();
        if (count == 0) {
            counts.remove(row);
        }
    }

    private void replace(List<Object> row, RowKind kind) {
        List<Object> key = new ArrayList<>();
        for (int column : keys) {
            key.add(row.get(column));
        }
        switch (kind) {
            case INSERT ->
                assertThat(byKey.put(key, row)).as("before +I of %s", row).isNull();
            case UPDATE_AFTER ->
                assertThat(byKey.put(key, row)).as("before +U of %s", row).isNotNull();
            case DELETE -> assertThat(byKey.remove(key)).as("-D").isEqualTo(row);
            case UPDATE_BEFORE -> throw new AssertionError("-U of " + row);
        }
    }

    public List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>(byKey.values());
        counts.forEach((row, count) -> {
            for (int i = 0; i < count; i++) {
                rows.add(row);
            }
        });
        return rows;
    }

    /** Rows of the changelog so far. */
    public long changes() {
        return changes;
    }
}

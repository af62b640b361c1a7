package io.blink.runtime.operator.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a reader has of results that it got as a changelog; holds the changelog to its rules on the way. */
public final class ChangelogView {
    private final int keys;
    private final boolean updateBefore;
    private final Map<List<Object>, List<Object>> rows = new LinkedHashMap<>();

    /** @param keys how many first columns identify a row */
    public ChangelogView(int keys, boolean updateBefore) {
        this.keys = keys;
        this.updateBefore = updateBefore;
    }

    public void apply(Batch batch) {
        assertThat(batch.rowCount()).isPositive();
        List<List<Object>> values = Rows.of(List.of(batch));
        RowKind last = null;
        List<Object> lastKey = null;
        for (int i = 0; i < values.size(); i++) {
            RowKind kind = batch.rowKinds() == null ? RowKind.INSERT : RowKind.values()[batch.rowKinds()[i]];
            List<Object> row = values.get(i);
            List<Object> key = List.copyOf(
                    row.subList(0, keys).stream().map(String::valueOf).toList());
            if (last == RowKind.UPDATE_BEFORE) {
                assertThat(kind).isEqualTo(RowKind.UPDATE_AFTER);
                assertThat(key).isEqualTo(lastKey);
            }
            apply(kind, key, row, last);
            last = kind;
            lastKey = key;
        }
        assertThat(last).isNotEqualTo(RowKind.UPDATE_BEFORE);
    }

    private void apply(RowKind kind, List<Object> key, List<Object> row, RowKind last) {
        switch (kind) {
            case INSERT -> assertThat(rows.put(key, row)).as("there already").isNull();
            case UPDATE_BEFORE -> {
                assertThat(updateBefore).isTrue();
                assertThat(Rows.text(row)).isEqualTo(Rows.text(rows.get(key)));
            }
            case UPDATE_AFTER -> {
                assertThat(last == RowKind.UPDATE_BEFORE).isEqualTo(updateBefore);
                assertThat(rows.put(key, row)).as("updated").isNotNull();
            }
            case DELETE -> assertThat(Rows.text(row)).isEqualTo(Rows.text(rows.remove(key)));
        }
    }

    public List<List<Object>> rows() {
        return new ArrayList<>(rows.values());
    }
}

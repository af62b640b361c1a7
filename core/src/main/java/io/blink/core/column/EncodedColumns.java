package io.blink.core.column;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Columns of one batch, those among them that share their ids treated once. */
final class EncodedColumns {
    private EncodedColumns() {}

    /** @param change keeps dictionaries, and gives ids that depend on the ids alone */
    static List<Column> each(List<Column> columns, UnaryOperator<Column> change) {
        List<Column> changed = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            DictionaryColumn like =
                    columns.get(i) instanceof DictionaryColumn column ? earlier(columns, i, column, changed) : null;
            changed.add(
                    like == null
                            ? change.apply(columns.get(i))
                            : new DictionaryColumn(
                                    like.size(), like.ids(), ((DictionaryColumn) columns.get(i)).dictionary()));
        }
        return changed;
    }

    /** What became of an earlier column with the ids of {@code column}; {@code null} if there is none. */
    private static DictionaryColumn earlier(
            List<Column> columns, int end, DictionaryColumn column, List<Column> changed) {
        for (int i = end - 1; i >= 0; i--) {
            if (columns.get(i) instanceof DictionaryColumn other && other.ids() == column.ids()) {
                return (DictionaryColumn) changed.get(i);
            }
        }
        return null;
    }
}

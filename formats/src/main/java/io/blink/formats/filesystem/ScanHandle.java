package io.blink.formats.filesystem;

import io.blink.core.expression.Expression;
import io.blink.core.type.Field;
import java.util.List;

/**
 * A scan.
 *
 * @param columns what batches have, partition keys and metadata included
 * @param filterColumns columns of the files that only filters need
 * @param filters conjuncts over {@code columns} and, behind them, {@code filterColumns}
 * @param strict whether readers apply the filters to each row, those of the kind that is applied to rows
 * @param watchMillis between looks for files that were added; {@code null}: what is there is read, and then the scan ends
 */
record ScanHandle(
        FilesystemTable table,
        List<Field> columns,
        List<Field> filterColumns,
        List<Expression> filters,
        boolean strict,
        Long watchMillis) {
    static final int VERSION = 1;

    ScanHandle {
        filterColumns = filterColumns == null ? List.of() : List.copyOf(filterColumns);
    }
}

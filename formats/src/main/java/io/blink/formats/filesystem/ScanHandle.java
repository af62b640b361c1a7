package io.blink.formats.filesystem;

import io.blink.core.expression.Expression;
import io.blink.core.type.Field;
import java.util.List;

/** A scan. @param columns what batches have, partition keys included @param filters conjuncts over {@code columns} */
record ScanHandle(FilesystemTable table, List<Field> columns, List<Expression> filters) {
    static final int VERSION = 1;
}

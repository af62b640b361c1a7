package io.blink.state.record;

import io.blink.core.column.Batch;
import io.blink.core.column.BatchFrame;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.type.DataType;
import java.util.List;

/** Arrays, maps and rows as byte strings: a batch frame for each value. */
public final class NestedBytes {
    private NestedBytes() {}

    public static BytesColumn encode(Column column) {
        BytesColumnBuilder builder = new BytesColumnBuilder(column.size());
        for (int i = 0; i < column.size(); i++) {
            if (column.isNull(i)) {
                builder.appendNull();
            } else {
                byte[] frame = BatchFrame.encode(new Batch(1, List.of(column.slice(i, 1))));
                builder.append(frame, 0, frame.length);
            }
        }
        return (BytesColumn) builder.build();
    }

    public static Column decode(BytesColumn column, DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type, column.size());
        for (int i = 0; i < column.size(); i++) {
            if (column.isNull(i)) {
                builder.appendNull();
            } else {
                Batch one = BatchFrame.decode(column.bytes(), column.offset(i), column.length(i));
                builder.append(one.column(0), 0);
            }
        }
        return builder.build();
    }
}

package io.blink.session.statement;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.session.StatementResult;
import java.util.ArrayList;
import java.util.List;

/** Rows of text, as SHOW and its kin give them. */
final class TextTable {
    private final List<Field> fields;
    private final List<BytesColumnBuilder> builders = new ArrayList<>();
    private int rows;

    TextTable(String... names) {
        List<Field> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(new Field(name, DataType.string()));
            builders.add(new BytesColumnBuilder(16));
        }
        this.fields = columns;
    }

    /** A row; {@code null} is NULL. */
    void add(String... values) {
        for (int i = 0; i < builders.size(); i++) {
            if (values[i] == null) {
                builders.get(i).appendNull();
            } else {
                builders.get(i).append(values[i]);
            }
        }
        rows++;
    }

    StatementResult result(long planNanos) {
        if (rows == 0) {
            return new StatementResult.Table(fields, List.of(), planNanos);
        }
        List<Column> columns = new ArrayList<>();
        builders.forEach(builder -> columns.add(builder.build()));
        return new StatementResult.Table(fields, List.of(new Batch(rows, columns)), planNanos);
    }
}

package io.blink.jdbc;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.type.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads one range of a table. The position is the number of rows read: a reader that goes on skips them, which is right only as long as the database returns the rows of an unchanged table in the same
 * order, as it does for a range that is read as it lies.
 */
final class JdbcReader implements SplitReader {
    private final JdbcTable table;
    private final List<JdbcColumn> columns;
    private final ColumnBuilder[] builders;
    private final Connection connection;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private long position;
    private boolean finished;

    /** @param read the columns of the result */
    JdbcReader(JdbcTable table, List<Field> read, String condition, long skipped) {
        this.table = table;
        this.columns =
                read.stream().map(field -> new JdbcColumn(field, table.path())).toList();
        this.builders = read.stream()
                .map(field -> ColumnBuilder.of(field.type(), Batch.TARGET_ROWS))
                .toArray(ColumnBuilder[]::new);
        this.connection = JdbcConnections.open(table);
        try {
            // Drivers fetch in portions only inside a transaction, and all at once otherwise.
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            List<String> names = read.stream().map(Field::name).toList();
            statement = connection.prepareStatement(table.dialect().select(table.name(), names, condition));
            statement.setFetchSize(table.fetchSize());
            rows = statement.executeQuery();
            while (position < skipped && rows.next()) {
                position++;
            }
        } catch (SQLException e) {
            close();
            throw JdbcConnections.failed(table, "reading", e);
        }
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Batch next(int maxRows) {
        try {
            int count = 0;
            while (count < maxRows && rows.next()) {
                for (int i = 0; i < builders.length; i++) {
                    columns.get(i).read(rows, i + 1, builders[i]);
                }
                count++;
            }
            position += count;
            finished = count < maxRows;
            return count == 0 ? null : batch(count);
        } catch (SQLException e) {
            throw JdbcConnections.failed(table, "reading", e);
        }
    }

    private Batch batch(int count) {
        List<Column> built = new ArrayList<>(builders.length);
        for (ColumnBuilder builder : builders) {
            built.add(builder.build());
        }
        return new Batch(count, built);
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public String position() {
        return Long.toString(position);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw JdbcConnections.failed(table, "closing", e);
        }
    }
}

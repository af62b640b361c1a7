package io.blink.jdbc;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.RowKind;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.type.Field;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows in transactions of some statements each; {@link #prepare} sends what is left. What a broken connection has left open is sent again as a whole: with a primary key that changes nothing,
 * without one rows may be there twice.
 */
final class JdbcWriter implements TableWriter {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcWriter.class);
    private static final int DELETE = RowKind.DELETE.ordinal();

    private final JdbcTable table;
    private final List<JdbcColumn> columns;
    private final JdbcStatements statements;
    /** Rows of the open transaction, to be sent again if it fails. */
    private final List<Batch> open = new ArrayList<>();

    private Connection connection;
    private int openRows;
    private long rows;

    JdbcWriter(JdbcTable table, List<Field> input) {
        this.table = table;
        this.columns =
                input.stream().map(field -> new JdbcColumn(field, table.path())).toList();
        this.statements =
                new JdbcStatements(table, input.stream().map(Field::name).toList());
        this.connection = connect();
    }

    private Connection connect() {
        Connection made = JdbcConnections.open(table);
        try {
            made.setAutoCommit(false);
            return made;
        } catch (SQLException e) {
            throw JdbcConnections.failed(table, "connecting", e);
        }
    }

    @Override
    public void write(Batch batch) {
        for (int from = 0; from < batch.rowCount(); ) {
            int count = Math.min(table.flushRows() - openRows, batch.rowCount() - from);
            open.add(batch.slice(from, count));
            openRows += count;
            from += count;
            if (openRows == table.flushRows()) {
                flush();
            }
        }
        rows += batch.rowCount();
    }

    private void flush() {
        for (int attempt = 0; openRows > 0; attempt++) {
            try {
                send();
                connection.commit();
                open.clear();
                openRows = 0;
            } catch (SQLException e) {
                if (attempt >= table.retries() || !JdbcConnections.isOfConnection(cause(e))) {
                    throw JdbcConnections.failed(table, "writing", e);
                }
                closeBroken();
                connection = connect();
            }
        }
    }

    private static SQLException cause(SQLException e) {
        return e instanceof BatchUpdateException && e.getNextException() != null ? e.getNextException() : e;
    }

    /** A connection that is broken may refuse to be closed; nothing depends on it any more. */
    private void closeBroken() {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.warn("The broken connection of {} cannot be closed", table.path(), e);
        }
    }

    /** Runs of contents and of deletions, each a batch of one statement. */
    private void send() throws SQLException {
        for (Batch batch : open) {
            Column[] flat = batch.columns().stream().map(Column::flat).toArray(Column[]::new);
            byte[] kinds = batch.rowKinds();
            int from = 0;
            while (from < batch.rowCount()) {
                int to = from;
                boolean deletes = deletes(kinds, from);
                while (to < batch.rowCount() && deletes(kinds, to) == deletes) {
                    to++;
                }
                int[] run = IntStream.range(from, to).toArray();
                if (deletes) {
                    statements.delete(connection, columns, flat, run);
                } else {
                    statements.put(connection, columns, flat, run);
                }
                from = to;
            }
        }
    }

    private static boolean deletes(byte[] kinds, int row) {
        return kinds != null && kinds[row] == DELETE;
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        flush();
        Committable written = new Committable("{}", rows);
        rows = 0;
        return List.of(written);
    }

    @Override
    public void abort() {
        open.clear();
        openRows = 0;
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

package io.blink.jdbc;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.spi.connector.LookupSource;
import io.blink.core.type.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a database for the rows of some keys, all in one statement. A statement is prepared for 1, 2, 4, … keys, of which the last is repeated as often as it takes. The database may compare keys more
 * loosely than Blink does; rows of keys that nobody asked for are left out.
 */
final class JdbcLookup implements LookupSource {
    private static final Logger LOG = LoggerFactory.getLogger(JdbcLookup.class);
    private static final int KEYS_MAX = 256;

    private final JdbcTable table;
    private final List<String> key;
    private final List<String> names;
    private final int[] keyColumns;
    private final List<JdbcColumn> columns;
    private final List<Field> fields;
    private final int retries;
    /** By the binary logarithm of their keys. */
    private final PreparedStatement[] statements = new PreparedStatement[Integer.numberOfTrailingZeros(KEYS_MAX) + 1];

    private Connection connection;

    /** @param key names among those of the fields */
    JdbcLookup(JdbcTable table, List<String> key, List<Field> fields, int retries) {
        this.table = table;
        this.key = key;
        this.fields = fields;
        this.retries = retries;
        this.names = fields.stream().map(Field::name).toList();
        this.keyColumns = key.stream().mapToInt(names::indexOf).toArray();
        this.columns = fields.stream()
                .map(field -> new JdbcColumn(field, table.path()))
                .toList();
    }

    @Override
    public LookupRows lookup(Column[] keys, int count) {
        Column[] flat = new Column[keys.length];
        for (int i = 0; i < keys.length; i++) {
            flat[i] = keys[i].flat();
        }
        for (int attempt = 0; ; attempt++) {
            try {
                return grouped(flat, count, read(flat, count));
            } catch (SQLException e) {
                disconnect();
                if (attempt >= retries || !JdbcConnections.isOfConnection(e)) {
                    throw JdbcConnections.failed(table, "looking rows up", e);
                }
            }
        }
    }

    private Batch read(Column[] keys, int count) throws SQLException {
        ColumnBuilder[] builders = fields.stream()
                .map(field -> ColumnBuilder.of(field.type(), count))
                .toArray(ColumnBuilder[]::new);
        int rows = 0;
        for (int from = 0; from < count; from += KEYS_MAX) {
            rows += read(keys, from, Math.min(KEYS_MAX, count - from), builders);
        }
        List<Column> built = new ArrayList<>(builders.length);
        for (ColumnBuilder builder : builders) {
            built.add(builder.build());
        }
        return new Batch(rows, built);
    }

    private int read(Column[] keys, int from, int count, ColumnBuilder[] builders) throws SQLException {
        int size = Integer.SIZE - Integer.numberOfLeadingZeros(count - 1);
        PreparedStatement statement = statement(size);
        int parameter = 1;
        for (int i = 0; i < 1 << size; i++) {
            int row = from + Math.min(i, count - 1);
            for (int k = 0; k < keys.length; k++) {
                columns.get(keyColumns[k]).write(keys[k], row, statement, parameter++);
            }
        }
        int rows = 0;
        try (ResultSet result = statement.executeQuery()) {
            for (; result.next(); rows++) {
                for (int i = 0; i < builders.length; i++) {
                    columns.get(i).read(result, i + 1, builders[i]);
                }
            }
        }
        return rows;
    }

    private PreparedStatement statement(int size) throws SQLException {
        if (connection == null) {
            connection = JdbcConnections.open(table);
            connection.setReadOnly(true);
        }
        if (statements[size] == null) {
            statements[size] =
                    connection.prepareStatement(table.dialect().selectKeys(table.name(), names, key, 1 << size));
            statements[size].setQueryTimeout(table.timeoutSeconds());
        }
        return statements[size];
    }

    /** Rows by the hash of their key: should two keys have the same one, both get the rows of both. */
    private LookupRows grouped(Column[] keys, int count, Batch rows) {
        long[] asked = new long[count];
        ColumnHash.ofKeys(
                new Batch(count, List.of(keys)), IntStream.range(0, keys.length).toArray(), asked);
        long[] found = new long[rows.rowCount()];
        ColumnHash.ofKeys(rows, keyColumns, found);
        RowsByHash byHash = new RowsByHash(found);
        int[] counts = new int[count];
        int[] order = byHash.of(asked, counts);
        return new LookupRows(rows.take(order, 0, order.length), counts);
    }

    /** A connection that is broken may refuse to be closed; nothing depends on it any more. */
    private void disconnect() {
        try {
            close();
        } catch (RuntimeException e) {
            LOG.warn("The broken connection of {} cannot be closed", table.path(), e);
        }
    }

    /** A later request connects anew. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        Arrays.fill(statements, null);
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException e) {
            throw JdbcConnections.failed(table, "closing", e);
        }
    }
}

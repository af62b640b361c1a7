package io.blink.testing.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** The main class of a DuckDB process: {@code DuckDbStatements KEY=VALUE...}, each of them a setting of the database, which is in memory. */
public final class DuckDbStatements implements StatementLoop.Engine {
    private final Connection connection;

    private DuckDbStatements(Connection connection) {
        this.connection = connection;
    }

    public static void main(String[] settings) throws SQLException, IOException {
        PrintStream answers = System.out;
        Properties properties = new Properties();
        // Rows are handed over as they come, and not first gathered by the driver.
        properties.setProperty("jdbc_stream_results", "true");
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            properties.setProperty(parts[0], parts[1]);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties)) {
            new StatementLoop(new DuckDbStatements(connection), answers).run();
        }
    }

    @Override
    public void run(String text, RowFile rows) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(text)) {
                return;
            }
            try (ResultSet result = statement.getResultSet()) {
                write(result, rows);
            }
        }
    }

    private static void write(ResultSet result, RowFile rows) throws SQLException, IOException {
        ResultSetMetaData columns = result.getMetaData();
        int count = columns.getColumnCount();
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= count; column++) {
            types.add(columns.getColumnTypeName(column));
            names.add(columns.getColumnLabel(column));
        }
        rows.begin(types, names);
        String[] values = new String[count];
        while (result.next()) {
            for (int column = 1; column <= count; column++) {
                values[column - 1] = text(result.getObject(column));
            }
            rows.row(Arrays.asList(values));
        }
    }

    private static String text(Object value) throws SQLException {
        if (value == null) {
            return null;
        }
        if (value instanceof java.math.BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof Timestamp timestamp) {
            return text(timestamp.toLocalDateTime());
        }
        if (value instanceof OffsetDateTime time) {
            return text(time.toInstant().atOffset(java.time.ZoneOffset.UTC).toLocalDateTime());
        }
        if (value instanceof LocalDateTime time) {
            return time.toString().replace('T', ' ');
        }
        if (value instanceof Date date) {
            return date.toLocalDate().toString();
        }
        if (value instanceof java.sql.Blob blob) {
            return HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        }
        return value.toString();
    }
}

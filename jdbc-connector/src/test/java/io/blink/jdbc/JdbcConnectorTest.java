package io.blink.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnText;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.spi.connector.LookupSource;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JdbcConnectorTest {
    private static final ZoneId UTC = ZoneId.of("UTC");

    private final JdbcConnector connector = new JdbcConnector();
    private Connection database;

    @BeforeEach
    void open() throws SQLException {
        database = DriverManager.getConnection(url());
    }

    @AfterEach
    void close() throws SQLException {
        execute("SHUTDOWN");
        database.close();
    }

    private String url() {
        return "jdbc:h2:mem:" + System.identityHashCode(this) + ";DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE";
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = database.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(result.getString(i));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }

    private CatalogTable table(List<Field> fields, List<String> key, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(Map.of("url", url(), "table-name", "t"));
        options.putAll(more);
        List<ColumnDefinition> columns = fields.stream()
                .map(field -> new ColumnDefinition(field.name(), field.type(), null, null))
                .toList();
        return new CatalogTable(
                new TablePath("c", "d", "t"), "jdbc", columns, List.of(), key, options, null, null, null);
    }

    private static final List<Field> PAIR = List.of(
            new Field("id", DataType.of(TypeKind.BIGINT).withNullable(false)), new Field("name", DataType.string()));

    private TableWriter writer(CatalogTable table, List<Field> fields) {
        SinkPlan plan = connector.sink(table).plan(new SinkRequest(false, Map.of(), ExecutionMode.STREAMING));
        return connector.writer(plan.handle(), new WriterContext("job", 1, 0, 1, 1, fields, UTC));
    }

    private static Batch pairs(byte[] kinds, long[] ids, String... names) {
        ColumnBuilder texts = ColumnBuilder.of(DataType.string(), names.length);
        for (String name : names) {
            ((BytesColumnBuilder) texts).append(name);
        }
        return new Batch(ids.length, List.of(new LongColumn(ids.length, ids, null), texts.build()), kinds);
    }

    private List<String> read(CatalogTable table, List<Field> fields) {
        List<String> names = fields.stream().map(Field::name).toList();
        ScanPlan plan = connector.source(table).plan(new ScanRequest(names, List.of(), List.of(), -1, true));
        List<String> rows = new ArrayList<>();
        try (SplitSource splits = connector.splits(plan.handle())) {
            for (Split split : splits.next(100)) {
                try (SplitReader reader = connector.reader(plan.handle(), ReaderContext.plain(split, null, UTC))) {
                    rows.addAll(read(reader, fields, 2));
                }
            }
        }
        return rows;
    }

    private static List<String> read(SplitReader reader, List<Field> fields, int maxRows) {
        List<String> rows = new ArrayList<>();
        while (!reader.finished()) {
            Batch batch = reader.next(maxRows);
            for (int row = 0; batch != null && row < batch.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < fields.size(); i++) {
                    Column column = batch.column(i);
                    values.add(new ColumnText(fields.get(i).type(), UTC).text(column, row));
                }
                rows.add(String.join(" ", values.stream().map(String::valueOf).toList()));
            }
        }
        return rows;
    }

    @Test
    void everyTypeComesBackAsItWasWritten() throws SQLException {
        execute(
                "CREATE TABLE \"t\" (\"b\" BOOLEAN, \"i\" INT, \"l\" BIGINT, \"d\" DOUBLE, \"n\" DECIMAL(30, 4), \"s\" VARCHAR, \"x\" VARBINARY, "
                        + "\"day\" DATE, \"at\" TIMESTAMP(9), \"z\" TIMESTAMP(6) WITH TIME ZONE)");
        execute(
                "INSERT INTO \"t\" VALUES (TRUE, -7, 1234567890123, 2.5, -12345678901234567890.1234, 'ä', X'0aff', DATE '1969-12-31', "
                        + "TIMESTAMP '2024-02-29 23:59:59.123456789', TIMESTAMP WITH TIME ZONE '2024-01-01 02:00:00+02'), "
                        + "(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)");
        List<Field> fields = List.of(
                new Field("b", DataType.of(TypeKind.BOOLEAN)),
                new Field("i", DataType.of(TypeKind.INT)),
                new Field("l", DataType.of(TypeKind.BIGINT)),
                new Field("d", DataType.of(TypeKind.DOUBLE)),
                new Field("n", DataType.decimal(30, 4)),
                new Field("s", DataType.string()),
                new Field("x", DataType.bytes()),
                new Field("day", DataType.of(TypeKind.DATE)),
                new Field("at", DataType.timestamp(9)),
                new Field("z", DataType.timestampLtz(6)));
        CatalogTable table = table(fields, List.of(), Map.of());
        List<String> expected = List.of(
                "TRUE -7 1234567890123 2.5 -12345678901234567890.1234 ä 0aff 1969-12-31 2024-02-29 23:59:59.123456789 2024-01-01 00:00:00.000000",
                "null null null null null null null null null null");

        assertThat(read(table, fields)).isEqualTo(expected);

        ScanPlan plan = connector
                .source(table)
                .plan(new ScanRequest(fields.stream().map(Field::name).toList(), List.of(), List.of(), -1, true));
        Split split = connector.splits(plan.handle()).next(1).get(0);
        Batch all;
        try (SplitReader reader = connector.reader(plan.handle(), ReaderContext.plain(split, null, UTC))) {
            all = reader.next(10);
        }
        execute("DELETE FROM \"t\"");
        try (TableWriter writer = writer(table, fields)) {
            writer.write(all);
            writer.prepare(1);
        }
        assertThat(read(table, fields)).isEqualTo(expected);
    }

    @Test
    void changesByKeyAreFollowedInTheirOrder() throws SQLException {
        execute("CREATE TABLE \"t\" (\"id\" BIGINT PRIMARY KEY, \"name\" VARCHAR)");
        change(Map.of());
        assertThat(query("SELECT * FROM \"t\" ORDER BY 1")).containsExactly("1 a3", "3 c2", "4 d");
    }

    /** Derby has nothing for upserts that takes parameters. */
    @Test
    void aDatabaseWithoutUpsertsIsChangedInTwoSteps() throws SQLException {
        System.setProperty("derby.stream.error.file", "target/derby.log");
        String derby = "jdbc:derby:memory:two-steps";
        try (Connection connection = DriverManager.getConnection(derby + ";create=true");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(10))");
            change(Map.of("url", derby));
            try (ResultSet rows = statement.executeQuery("SELECT name FROM t ORDER BY id")) {
                List<String> names = new ArrayList<>();
                while (rows.next()) {
                    names.add(rows.getString(1));
                }
                assertThat(names).containsExactly("a3", "c2", "d");
            }
        }
    }

    private void change(Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("sink.buffer-flush.max-rows", "3");
        CatalogTable table = table(PAIR, List.of("id"), all);
        byte insert = (byte) RowKind.INSERT.ordinal();
        byte after = (byte) RowKind.UPDATE_AFTER.ordinal();
        byte delete = (byte) RowKind.DELETE.ordinal();
        try (TableWriter writer = writer(table, PAIR)) {
            writer.write(pairs(null, new long[] {1, 2, 3, 4}, "a", "b", "c", "d"));
            writer.write(pairs(
                    new byte[] {after, delete, delete, insert, after},
                    new long[] {1, 2, 3, 3, 1},
                    "a2",
                    "b",
                    "c",
                    "c2",
                    "a3"));
            assertThat(writer.prepare(1).get(0).rows()).isEqualTo(9);
        }
        assertThat(connector.sink(table).changelogModes()).containsExactly(ChangelogMode.UPSERT);
    }

    @Test
    void dialectsSpellUpserts() {
        List<String> columns = List.of("id", "name");
        List<String> key = List.of("id");
        assertThat(JdbcDialect.of("jdbc:postgresql://h/d").upsert("s.t", columns, key))
                .contains(
                        "INSERT INTO \"s\".\"t\" (\"id\", \"name\") VALUES (?, ?) ON CONFLICT (\"id\") DO UPDATE SET \"name\" = EXCLUDED.\"name\"");
        assertThat(JdbcDialect.of("jdbc:mysql://h/d").upsert("t", columns, key))
                .contains(
                        "INSERT INTO `t` (`id`, `name`) VALUES (?, ?) ON DUPLICATE KEY UPDATE `name` = VALUES(`name`)");
        assertThat(JdbcDialect.of("jdbc:oracle:thin:@h").upsert("t", columns, key))
                .isEmpty();
    }

    @Test
    void whatIsNotPreparedIsNotThere() throws SQLException {
        execute("CREATE TABLE \"t\" (\"id\" BIGINT, \"name\" VARCHAR)");
        try (TableWriter writer = writer(table(PAIR, List.of(), Map.of()), PAIR)) {
            writer.write(pairs(null, new long[] {1}, "a"));
            assertThat(query("SELECT * FROM \"t\"")).isEmpty();
            writer.abort();
            assertThat(writer.prepare(1).get(0).rows()).isEqualTo(1);
        }
        assertThat(query("SELECT * FROM \"t\"")).isEmpty();
    }

    @Test
    void rangesAreTheWholeTableWhateverTheirBounds() throws SQLException {
        execute("CREATE TABLE \"t\" (\"id\" BIGINT, \"name\" VARCHAR)");
        execute("INSERT INTO \"t\" VALUES (-5, 'a'), (0, 'b'), (3, 'c'), (9, 'd'), (10, 'e'), (100, 'f'), (NULL, 'g')");
        CatalogTable table = table(
                PAIR,
                List.of(),
                Map.of(
                        "scan.partition.column", "id",
                        "scan.partition.num", "3",
                        "scan.partition.lower-bound", "0",
                        "scan.partition.upper-bound", "9"));
        assertThat(read(table, PAIR.subList(1, 2))).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f", "g");
    }

    @Test
    void aReaderGoesOnBehindThePosition() throws SQLException {
        execute("CREATE TABLE \"t\" (\"id\" BIGINT, \"name\" VARCHAR)");
        execute("INSERT INTO \"t\" SELECT \"X\", 'n' || \"X\" FROM SYSTEM_RANGE(1, 5)");
        CatalogTable table = table(PAIR, List.of(), Map.of());
        ScanPlan plan = connector.source(table).plan(new ScanRequest(List.of("id"), List.of(), List.of(), -1, true));
        Split split = connector.splits(plan.handle()).next(1).get(0);
        String position;
        try (SplitReader reader = connector.reader(plan.handle(), ReaderContext.plain(split, null, UTC))) {
            reader.next(3);
            position = reader.position();
        }
        try (SplitReader reader = connector.reader(plan.handle(), ReaderContext.plain(split, position, UTC))) {
            assertThat(read(reader, PAIR.subList(0, 1), 10)).containsExactly("4", "5");
        }
    }

    private LookupSource lookup(CatalogTable table, List<String> key) {
        ConnectorHandle handle = connector
                .source(table)
                .lookup(key, PAIR.stream().map(Field::name).toList())
                .orElseThrow();
        return connector.lookup(handle);
    }

    private static List<String> found(LookupRows found) {
        List<String> rows = new ArrayList<>();
        int row = 0;
        for (int key = 0; key < found.counts().length; key++) {
            for (int i = 0; i < found.counts()[key]; i++) {
                String name = new ColumnText(PAIR.get(1).type(), UTC)
                        .text(found.rows().column(1), row++);
                rows.add(key + ":" + name);
            }
        }
        return rows;
    }

    @Test
    void rowsAreFoundByTheirKeysInTheOrderOfThese() throws SQLException {
        execute("CREATE TABLE \"t\" (\"id\" BIGINT, \"name\" VARCHAR_IGNORECASE)");
        execute("INSERT INTO \"t\" SELECT \"X\", 'n' || \"X\" FROM SYSTEM_RANGE(1, 1000)");
        execute("INSERT INTO \"t\" VALUES (7, 'again'), (NULL, 'nobody')");
        CatalogTable table = table(PAIR, List.of("id"), Map.of());
        try (LookupSource byId = lookup(table, List.of("id"))) {
            Column ids = new LongColumn(4, new long[] {1000, 5000, 7, 1}, null);
            assertThat(found(byId.lookup(new Column[] {ids}, 4))).containsExactly("0:n1000", "2:n7", "2:again", "3:n1");
            long[] many = LongStream.rangeClosed(1, 999).toArray();
            LookupRows all = byId.lookup(new Column[] {new LongColumn(999, many, null)}, 999);
            assertThat(all.counts()).hasSize(999).containsOnly(1, 2);
            assertThat(all.rows().rowCount()).isEqualTo(1000);
        }
        try (LookupSource byBoth = lookup(table, List.of("name", "id"))) {
            Batch keys = pairs(null, new long[] {7, 7, 8, 9}, "again", "AGAIN", "n8", "n1");
            // The database finds 'again' for 'AGAIN' too, but it is another string.
            assertThat(found(byBoth.lookup(new Column[] {keys.column(1), keys.column(0)}, 4)))
                    .containsExactly("0:again", "2:n8");
        }
    }

    @Test
    void lookingRowsUpConnectsAnewAfterABreak() throws SQLException {
        execute("CREATE TABLE \"t\" (\"id\" BIGINT, \"name\" VARCHAR)");
        execute("INSERT INTO \"t\" VALUES (1, 'a')");
        Column[] one = {new LongColumn(1, new long[] {1}, null)};
        try (LookupSource patient = lookup(table(PAIR, List.of(), Map.of()), List.of("id"));
                LookupSource impatient =
                        lookup(table(PAIR, List.of(), Map.of("lookup.max-retries", "0")), List.of("id"))) {
            assertThat(found(patient.lookup(one, 1))).containsExactly("0:a");
            assertThat(found(impatient.lookup(one, 1))).containsExactly("0:a");
            for (String session :
                    query("SELECT SESSION_ID FROM INFORMATION_SCHEMA.SESSIONS WHERE SESSION_ID <> SESSION_ID()")) {
                execute("SELECT ABORT_SESSION(" + session + ")");
            }
            assertThat(found(patient.lookup(one, 1))).containsExactly("0:a");
            assertThatThrownBy(() -> impatient.lookup(one, 1))
                    .isInstanceOf(BlinkException.class)
                    .hasMessageContaining("Table c.d.t")
                    .hasMessageContaining("looking rows up failed");
            assertThat(found(impatient.lookup(one, 1))).containsExactly("0:a");
        }
    }

    @Test
    void errorsNameTheTableAndHideSecrets() {
        assertThatThrownBy(() ->
                        writer(table(PAIR, List.of(), Map.of("url", "jdbc:unknown://u:pw@h/d?password=secret")), PAIR))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("no driver for jdbc:unknown://h/d (table c.d.t)")
                .hasMessageContaining("plugins/jdbc")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> read(table(PAIR, List.of(), Map.of("table-name", "nope")), PAIR))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("Table c.d.t (nope at jdbc:h2:mem:")
                .hasMessageContaining("reading failed");
        assertThatThrownBy(() -> read(table(PAIR, List.of(), Map.of("scan.partition.num", "2")), PAIR))
                .hasMessageContaining("'scan.partition.num' = 2 needs 'scan.partition.column'");
    }
}

package io.blink.hive;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.IntColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Expression;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.hive.catalog.HiveCatalog;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastoreClients;
import io.blink.hive.metastore.MetastoreReference;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table {@code default.t (id BIGINT, name STRING [, year INT, region STRING])} in a temporary folder, written and read through the connector. */
public final class TestingHiveTable {
    /** A row; year and region matter for partitioned tables only. */
    public record Row(Long id, String name, Integer year, String region) {
        public static Row of(long id, String name) {
            return new Row(id, name, null, null);
        }
    }

    private static final int OPERATOR = 7;

    private final MetastoreClient metastore;
    private final boolean partitioned;
    private final HiveConnector connector;
    private final HiveCatalog catalog;

    private TestingHiveTable(MetastoreClient metastore, FileSystems fileSystems, boolean partitioned) {
        this.metastore = metastore;
        this.partitioned = partitioned;
        MetastoreReference reference = MetastoreReference.of("thrift://testing:9083", "me");
        this.connector = new HiveConnector(fileSystems, new MetastoreClients(ignored -> metastore));
        this.catalog = new HiveCatalog("h", "default", reference, metastore);
    }

    /** Creates the table. */
    public static TestingHiveTable create(
            MetastoreClient metastore, Path folder, boolean partitioned, Map<String, String> options) {
        TestingHiveTable table = new TestingHiveTable(metastore, local(), partitioned);
        List<ColumnDefinition> columns = new ArrayList<>(List.of(
                new ColumnDefinition("id", DataType.of(TypeKind.BIGINT)),
                new ColumnDefinition("name", DataType.string())));
        if (partitioned) {
            columns.add(new ColumnDefinition("year", DataType.of(TypeKind.INT)));
            columns.add(new ColumnDefinition("region", DataType.string()));
        }
        Map<String, String> all = new HashMap<>(options);
        all.put("location", "file:" + folder.resolve("t"));
        all.put("external", "true");
        table.catalog.createTable(new CatalogTable(
                new TablePath("h", "default", "t"),
                "hive",
                columns,
                partitioned ? List.of("year", "region") : List.of(),
                List.of(),
                all,
                null,
                null,
                null));
        return table;
    }

    /** The same table, seen by a process with its own view of files and metastore. */
    public TestingHiveTable seenBy(MetastoreClient otherMetastore, FileSystems fileSystems) {
        return new TestingHiveTable(otherMetastore, fileSystems, partitioned);
    }

    public static FileSystems local() {
        return new FileSystems(List.of(), Configuration.empty());
    }

    public HiveConnector connector() {
        return connector;
    }

    public CatalogTable definition() {
        return catalog.table("default", "t").orElseThrow();
    }

    public MetastoreClient metastore() {
        return metastore;
    }

    public ConnectorHandle planInsert(boolean overwrite, Map<String, String> staticPartition, ExecutionMode mode) {
        return connector
                .sink(definition())
                .plan(new SinkRequest(overwrite, staticPartition, mode))
                .handle();
    }

    /** Writes rows in one task and prepares them. */
    public List<Committable> write(
            ConnectorHandle sink, String job, int term, int attempt, long checkpoint, List<Row> rows) {
        try (TableWriter writer =
                connector.writer(sink, new WriterContext(job, OPERATOR, 0, term, attempt, fields(), ZoneOffset.UTC))) {
            if (!rows.isEmpty()) {
                writer.write(batch(rows));
            }
            return writer.prepare(checkpoint);
        }
    }

    public Committer committer(ConnectorHandle sink, String job, int term, ExecutionMode mode) {
        return connector.committer(sink, new CommitterContext(job, OPERATOR, term, mode));
    }

    /** A whole batch INSERT. */
    public void insert(String job, boolean overwrite, Map<String, String> staticPartition, List<Row> rows) {
        ConnectorHandle sink = planInsert(overwrite, staticPartition, ExecutionMode.BATCH);
        List<Committable> written = write(sink, job, 1, 0, Committer.FINAL_BATCH_CHECKPOINT, rows);
        try (Committer committer = committer(sink, job, 1, ExecutionMode.BATCH)) {
            committer.commit(Committer.FINAL_BATCH_CHECKPOINT, written);
            committer.cleanUp();
        }
    }

    public List<Row> rows() {
        return rows(List.of());
    }

    /** All rows that readers see, in no order. @param filters over all columns */
    public List<Row> rows(List<Expression> filters) {
        return read(plan(filters));
    }

    public ScanPlan plan(List<Expression> filters) {
        List<String> names = fields().stream().map(Field::name).toList();
        return connector.source(definition()).plan(new ScanRequest(names, filters, names, -1, true));
    }

    public List<Row> read(ScanPlan plan) {
        List<Row> rows = new ArrayList<>();
        try (SplitSource splits = connector.splits(plan.handle())) {
            while (!splits.finished()) {
                for (Split split : splits.next(2)) {
                    read(plan, split, rows);
                }
            }
        }
        return rows;
    }

    private void read(ScanPlan plan, Split split, List<Row> rows) {
        try (SplitReader reader = connector.reader(plan.handle(), ReaderContext.plain(split, null, ZoneOffset.UTC))) {
            for (Batch batch = reader.next(3); batch != null; batch = reader.next(3)) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(row(batch, i));
                }
            }
        }
    }

    /** The ids that a reader gives, in its order. */
    public List<Long> ids(SplitReader reader) {
        List<Long> ids = new ArrayList<>();
        for (Batch batch = reader.next(3); batch != null; batch = reader.next(3)) {
            for (int i = 0; i < batch.rowCount(); i++) {
                ids.add(((LongColumn) batch.column(0).flat()).values()[i]);
            }
        }
        return ids;
    }

    private Row row(Batch batch, int position) {
        return new Row(
                batch.column(0).isNull(position)
                        ? null
                        : ((LongColumn) batch.column(0).flat()).values()[position],
                text(batch.column(1), position),
                !partitioned || batch.column(2).isNull(position)
                        ? null
                        : (Integer) ((IntColumn) batch.column(2).flat()).values()[position],
                partitioned ? text(batch.column(3), position) : null);
    }

    private static String text(Column column, int position) {
        return column.isNull(position) ? null : ((BytesColumn) column.flat()).string(position);
    }

    public List<Field> fields() {
        return definition().columns().stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
    }

    public Batch batch(List<Row> rows) {
        List<ColumnBuilder> builders = fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), rows.size()))
                .toList();
        for (Row row : rows) {
            ((LongColumnBuilder) builders.get(0)).append(row.id());
            append((BytesColumnBuilder) builders.get(1), row.name());
            if (partitioned) {
                if (row.year() == null) {
                    builders.get(2).appendNull();
                } else {
                    ((IntColumnBuilder) builders.get(2)).append(row.year());
                }
                append((BytesColumnBuilder) builders.get(3), row.region());
            }
        }
        return new Batch(builders.stream().map(ColumnBuilder::build).toList());
    }

    private static void append(BytesColumnBuilder builder, String text) {
        if (text == null) {
            builder.appendNull();
        } else {
            builder.append(text);
        }
    }
}

package io.blink.testing.peers.nexmark;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.Serializable;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A scan of Blink's connector for some paths of its events. Planned anew wherever it is opened, since the same options give the same events.
 *
 * @param options of the table
 */
record NexmarkScan(HashMap<String, String> options, ArrayList<EventPath> paths) implements Serializable {
    private static final String CONNECTOR = "nexmark";

    NexmarkScan(Map<String, String> options, List<EventPath> paths) {
        this(new HashMap<>(options), new ArrayList<>(paths));
    }

    Open open() {
        ClassLoader classes = NexmarkScan.class.getClassLoader();
        return new Open(Connectors.load(classes, FileSystems.load(classes, Configuration.empty())));
    }

    /** The scan with the connector at hand. Used by one thread. */
    final class Open implements AutoCloseable {
        private final Connectors connectors;
        private final Connector connector;
        private final ConnectorHandle handle;
        private final RowVectors rows;

        private Open(Connectors connectors) {
            this.connectors = connectors;
            this.connector = connectors.get(CONNECTOR);
            List<ColumnDefinition> all = connector.inferColumns(table(List.of()));
            Map<String, DataType> wanted = wanted(table(all));
            ScanRequest request = new ScanRequest(
                    List.copyOf(wanted.keySet()), List.of(), List.of(), -1, false, parts(wanted), false);
            this.handle = connector.source(table(all)).plan(request).handle();
            this.rows = RowVectors.of(paths, wanted);
        }

        private CatalogTable table(List<ColumnDefinition> columns) {
            return new CatalogTable(
                    new TablePath("flink", "nexmark", "events"),
                    CONNECTOR,
                    columns,
                    List.of(),
                    List.of(),
                    options,
                    null,
                    null,
                    null);
        }

        /** The columns behind the paths, of ROWs that are wanted in part with those fields. */
        private Map<String, DataType> wanted(CatalogTable table) {
            Map<String, DataType> wanted = new LinkedHashMap<>();
            for (EventPath path : paths) {
                wanted.computeIfAbsent(path.column(), name -> {
                    DataType whole = table.column(name).orElseThrow().type();
                    List<String> fields = paths.stream()
                            .filter(other -> other.column().equals(name))
                            .map(EventPath::field)
                            .toList();
                    return fields.stream().anyMatch(Objects::isNull) ? whole : part(whole, fields);
                });
            }
            return wanted;
        }

        private static DataType part(DataType row, List<String> names) {
            List<Field> fields = row.fields().stream()
                    .filter(field -> names.contains(field.name()))
                    .toList();
            return DataType.row(fields);
        }

        private static Map<String, DataType> parts(Map<String, DataType> wanted) {
            Map<String, DataType> parts = new HashMap<>(wanted);
            parts.values().removeIf(type -> type.fields().isEmpty());
            return parts;
        }

        /** All there are. */
        List<Split> splits() {
            List<Split> all = new ArrayList<>();
            try (SplitSource source = connector.splits(handle)) {
                while (!source.finished()) {
                    all.addAll(source.next(Integer.MAX_VALUE));
                }
            }
            return all;
        }

        SplitReader reader(NexmarkSplit split) {
            Split own = new Split(split.splitId(), split.json(), -1, List.of());
            return connector.reader(handle, ReaderContext.plain(own, split.position(), ZoneOffset.UTC));
        }

        /** Of the batches that its readers give. */
        RowVectors rows() {
            return rows;
        }

        @Override
        public void close() {
            connectors.close();
        }
    }
}

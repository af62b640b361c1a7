package io.blink.testing.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.sink.DynamicTableSink;
import org.apache.flink.table.connector.sink.SinkV2Provider;
import org.apache.flink.table.factories.DynamicTableSinkFactory;
import org.apache.flink.table.types.DataType;

/** Connector {@code changelog-file} for Flink: a {@link RowFile} of all that happens to rows at {@code path}, of tasks behind the first one at {@code path.1} and so on. A client that collects a stream gets a few rows a second. */
public final class ChangelogFileFactory implements DynamicTableSinkFactory {
    private static final ConfigOption<String> PATH =
            ConfigOptions.key("path").stringType().noDefaultValue();

    @Override
    public String factoryIdentifier() {
        return "changelog-file";
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(PATH);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of();
    }

    @Override
    public DynamicTableSink createDynamicTableSink(Context context) {
        Path file = Path.of(context.getCatalogTable().getOptions().get(PATH.key()));
        return new ChangelogFile(file, context.getPhysicalRowDataType());
    }

    private record ChangelogFile(Path file, DataType row) implements DynamicTableSink {
        @Override
        public ChangelogMode getChangelogMode(ChangelogMode requested) {
            return ChangelogMode.all();
        }

        @Override
        public SinkRuntimeProvider getSinkRuntimeProvider(Context context) {
            List<String> types = row.getLogicalType().getChildren().stream()
                    .map(type -> type.asSerializableString())
                    .toList();
            ChangelogFileSink sink = new ChangelogFileSink(
                    file.toString(), types, DataType.getFieldNames(row), context.createDataStructureConverter(row));
            return SinkV2Provider.of(sink);
        }

        @Override
        public DynamicTableSink copy() {
            return this;
        }

        @Override
        public String asSummaryString() {
            return "changelog in " + file;
        }
    }
}

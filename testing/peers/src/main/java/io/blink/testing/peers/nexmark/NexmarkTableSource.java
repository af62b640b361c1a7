package io.blink.testing.peers.nexmark;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.flink.table.connector.ChangelogMode;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.connector.source.ScanTableSource;
import org.apache.flink.table.connector.source.SourceProvider;
import org.apache.flink.table.connector.source.abilities.SupportsProjectionPushDown;
import org.apache.flink.table.types.DataType;

/** Events as a table; the planner says of which columns, and of ROWs of which fields, values are made. */
final class NexmarkTableSource implements ScanTableSource, SupportsProjectionPushDown {
    private final Map<String, String> options;
    private final DataType declared;
    private List<EventPath> paths;

    private NexmarkTableSource(Map<String, String> options, DataType declared, List<EventPath> paths) {
        this.options = options;
        this.declared = declared;
        this.paths = paths;
    }

    /** All declared columns. */
    static NexmarkTableSource of(Map<String, String> options, DataType declared) {
        int columns = DataType.getFieldCount(declared);
        return new NexmarkTableSource(
                options,
                declared,
                IntStream.range(0, columns)
                        .mapToObj(column -> EventPath.of(declared, new int[] {column}))
                        .toList());
    }

    @Override
    public boolean supportsNestedProjection() {
        return true;
    }

    @Override
    public void applyProjection(int[][] projectedFields, DataType producedDataType) {
        paths = IntStream.range(0, projectedFields.length)
                .mapToObj(field -> EventPath.of(declared, projectedFields[field]))
                .toList();
    }

    @Override
    public ChangelogMode getChangelogMode() {
        return ChangelogMode.insertOnly();
    }

    @Override
    public ScanRuntimeProvider getScanRuntimeProvider(ScanContext context) {
        return SourceProvider.of(new NexmarkSource(new NexmarkScan(options, paths)));
    }

    @Override
    public DynamicTableSource copy() {
        return new NexmarkTableSource(options, declared, paths);
    }

    @Override
    public String asSummaryString() {
        return "nexmark events " + paths;
    }
}

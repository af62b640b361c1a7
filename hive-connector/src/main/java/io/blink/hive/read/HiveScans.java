package io.blink.hive.read;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.watch.Additions;
import io.blink.formats.watch.WatchedSplits;
import io.blink.hive.metastore.MetastoreClients;
import java.time.Duration;

/** The run-time parts of planned scans. Safe on any thread. */
public final class HiveScans {
    /** A worker opens many splits of one scan, and its handle may name many partitions: the last one is kept parsed. */
    private record Parsed(ConnectorHandle handle, ScanHandle scan) {}

    private final FileSystems fileSystems;
    private final MetastoreClients clients;
    private volatile Parsed last;

    public HiveScans(FileSystems fileSystems, MetastoreClients clients) {
        this.fileSystems = fileSystems;
        this.clients = clients;
    }

    /** @param position where a stream goes on; {@code null}: from the start */
    public SplitSource splits(ConnectorHandle scan, String position) {
        ScanHandle parsed = parsed(scan);
        if (parsed.watch() == null) {
            return new HiveSplitSource(parsed, fileSystems);
        }
        TableWatch watch = parsed.watch();
        boolean partitioned = !parsed.partitionColumns().isEmpty();
        if (watch.isOfCopies()) {
            TablePartitions partitions = new TablePartitions(parsed, clients.get(watch.metastore()), fileSystems);
            return new HiveSplitSource(parsed.withPartitions(partitions.now()), fileSystems);
        }
        Additions additions = partitioned
                ? new TablePartitions(parsed, clients.get(watch.metastore()), fileSystems)
                : new AddedFiles(parsed, fileSystems);
        return new WatchedSplits(
                parsed.table(),
                additions,
                Duration.ofMillis(watch.intervalMillis()),
                watch.order() == PartitionOrder.PARTITION_TIME,
                position,
                System::nanoTime);
    }

    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return HiveSplitParts.reader(parsed(scan), context, fileSystems);
    }

    private ScanHandle parsed(ConnectorHandle handle) {
        Parsed known = last;
        if (known == null || !known.handle().equals(handle)) {
            known = new Parsed(handle, ScanHandle.read(handle));
            last = known;
        }
        return known.scan();
    }
}

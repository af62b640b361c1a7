package io.blink.hive.read;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileSystems;

/** The run-time parts of planned scans. Safe on any thread. */
public final class HiveScans {
    /** A worker opens many splits of one scan, and its handle may name many partitions: the last one is kept parsed. */
    private record Parsed(ConnectorHandle handle, ScanHandle scan) {}

    private final FileSystems fileSystems;
    private volatile Parsed last;

    public HiveScans(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    public SplitSource splits(ConnectorHandle scan) {
        return new HiveSplitSource(parsed(scan), fileSystems);
    }

    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return new HiveSplitReader(parsed(scan), context, fileSystems);
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

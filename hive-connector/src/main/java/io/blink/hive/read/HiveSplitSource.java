package io.blink.hive.read;

import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Lists one partition after the other and cuts its files. */
final class HiveSplitSource implements SplitSource {
    private final ScanHandle scan;
    private final PartitionFiles files;
    private final Deque<Split> ready = new ArrayDeque<>();
    private int nextPartition;

    HiveSplitSource(ScanHandle scan, FileSystems fileSystems) {
        this.scan = scan;
        this.files = new PartitionFiles(scan, fileSystems);
    }

    @Override
    public List<Split> next(int max) {
        fill();
        List<Split> splits = new ArrayList<>();
        while (splits.size() < max && !ready.isEmpty()) {
            splits.add(ready.poll());
            fill();
        }
        return splits;
    }

    @Override
    public boolean finished() {
        fill();
        return ready.isEmpty();
    }

    private void fill() {
        while (ready.isEmpty() && nextPartition < scan.partitions().size()) {
            addPartition(nextPartition++);
        }
    }

    private void addPartition(int index) {
        ScanPartition partition = scan.partitions().get(index);
        for (FileStatus file : files.of(partition)) {
            files.cut(partition, scan.watch() == null ? index : -1, file).forEach(part -> ready.add(part.inTheScan()));
        }
    }

    @Override
    public void close() {}
}

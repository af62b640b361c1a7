package io.blink.testing.peers.nexmark;

import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;

/** Events as a source of rows; a checkpoint of the enumerator has the splits that no reader has. */
final class NexmarkSource implements Source<RowData, NexmarkSplit, List<NexmarkSplit>> {
    private static final long serialVersionUID = 1L;

    private final NexmarkScan scan;

    NexmarkSource(NexmarkScan scan) {
        this.scan = scan;
    }

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SplitEnumerator<NexmarkSplit, List<NexmarkSplit>> createEnumerator(
            SplitEnumeratorContext<NexmarkSplit> context) {
        try (NexmarkScan.Open open = scan.open()) {
            return new SplitDealer(
                    context,
                    open.splits().stream()
                            .map(split -> new NexmarkSplit(split.id(), split.json(), null, 0))
                            .toList());
        }
    }

    @Override
    public SplitEnumerator<NexmarkSplit, List<NexmarkSplit>> restoreEnumerator(
            SplitEnumeratorContext<NexmarkSplit> context, List<NexmarkSplit> waiting) {
        return new SplitDealer(context, waiting);
    }

    @Override
    public SimpleVersionedSerializer<NexmarkSplit> getSplitSerializer() {
        return new SplitsSerializer.One();
    }

    @Override
    public SimpleVersionedSerializer<List<NexmarkSplit>> getEnumeratorCheckpointSerializer() {
        return new SplitsSerializer();
    }

    @Override
    public SourceReader<RowData, NexmarkSplit> createReader(SourceReaderContext context) {
        return new NexmarkSourceReader(scan.open());
    }
}

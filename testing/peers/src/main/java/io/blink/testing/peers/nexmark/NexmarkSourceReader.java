package io.blink.testing.peers.nexmark;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;

/** Hands out the rows of a task's splits one by one, of each split a batch in turn, so that they go through event time together. */
final class NexmarkSourceReader implements SourceReader<RowData, NexmarkSplit> {
    private final NexmarkScan.Open scan;
    private final Queue<OpenSplit> open = new ArrayDeque<>();
    private CompletableFuture<Void> somethingToDo = new CompletableFuture<>();
    private boolean complete;

    NexmarkSourceReader(NexmarkScan.Open scan) {
        this.scan = scan;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) {
        OpenSplit split = open.peek();
        if (split == null) {
            return complete ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        RowData row = split.next();
        if (row == null) {
            open.remove().close();
            return InputStatus.MORE_AVAILABLE;
        }
        output.collect(row);
        if (split.batchEnded()) {
            open.add(open.remove());
        }
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<NexmarkSplit> snapshotState(long checkpointId) {
        return open.stream().map(OpenSplit::snapshot).toList();
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        if (open.isEmpty() && !complete && somethingToDo.isDone()) {
            somethingToDo = new CompletableFuture<>();
        }
        return somethingToDo;
    }

    @Override
    public void addSplits(List<NexmarkSplit> splits) {
        splits.forEach(split -> open.add(new OpenSplit(split, scan)));
        somethingToDo.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        complete = true;
        somethingToDo.complete(null);
    }

    @Override
    public void close() {
        open.forEach(OpenSplit::close);
        scan.close();
    }
}

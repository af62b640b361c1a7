package io.blink.testing.peers.nexmark;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;

/** Deals splits to readers in turn, all at once, so that the readers go through event time together. */
final class SplitDealer implements SplitEnumerator<NexmarkSplit, List<NexmarkSplit>> {
    private final SplitEnumeratorContext<NexmarkSplit> context;
    /** By subtask: what is for its reader, which is not there yet. */
    private final List<List<NexmarkSplit>> waiting;

    SplitDealer(SplitEnumeratorContext<NexmarkSplit> context, List<NexmarkSplit> splits) {
        this.context = context;
        int readers = context.currentParallelism();
        this.waiting = IntStream.range(0, readers)
                .<List<NexmarkSplit>>mapToObj(subtask -> new ArrayList<>())
                .toList();
        for (int i = 0; i < splits.size(); i++) {
            waiting.get(i % readers).add(splits.get(i));
        }
    }

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, String requesterHostname) {}

    /** The reader that had them is gone; they wait for the one that takes its place. */
    @Override
    public void addSplitsBack(List<NexmarkSplit> splits, int subtask) {
        waiting.get(subtask).addAll(splits);
    }

    @Override
    public void addReader(int subtask) {
        List<NexmarkSplit> own = waiting.get(subtask);
        own.forEach(split -> context.assignSplit(split, subtask));
        own.clear();
        context.signalNoMoreSplits(subtask);
    }

    @Override
    public List<NexmarkSplit> snapshotState(long checkpointId) {
        return waiting.stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {}
}

package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.sort.SortedMerge;
import java.util.List;

/** Sorted channels merged into one sorted input; of a batch job, so that nothing but rows and ends comes. Waits for the slowest channel, as an order demands. */
public final class MergingGate implements InputGate {
    /** Rounds without a row, while rows are skipped, after which others get their turn. */
    private static final int ROUNDS_MAX = 32;

    private final List<? extends BatchChannel> channels;
    private final SortedMerge merge;
    private Runnable listener = () -> {};
    private boolean endGiven;

    /** @param merge of as many channels, unused so far */
    public MergingGate(List<? extends BatchChannel> channels, SortedMerge merge) {
        this.channels = List.copyOf(channels);
        this.merge = merge;
    }

    @Override
    public void listener(Runnable listener) {
        this.listener = listener;
        channels.forEach(channel -> channel.listener(listener));
    }

    @Override
    public Element poll() {
        for (int round = 0; !endGiven && feed(); round++) {
            if (round == ROUNDS_MAX) {
                listener.run();
                return null;
            }
            Batch batch = merge.next();
            if (batch != null) {
                return new Element.Rows(batch);
            }
            if (merge.finished()) {
                endGiven = true;
                return Element.end();
            }
        }
        return null;
    }

    /** Gives each channel's next batch to the merge where it needs one; false if one has not come yet. */
    private boolean feed() {
        boolean complete = true;
        for (int i = 0; i < channels.size(); i++) {
            while (merge.needs(i)) {
                Element element = channels.get(i).poll();
                if (element == null) {
                    complete = false;
                    break;
                }
                if (element instanceof Element.Rows rows) {
                    merge.add(i, rows.batch());
                } else if (element instanceof Element.End) {
                    merge.end(i);
                }
            }
        }
        return complete;
    }

    @Override
    public void close() {
        channels.forEach(BatchChannel::close);
    }
}

package io.blink.runtime.exchange;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The channels of a pipelined edge, served in turn. The watermark is the lowest of the channels that are neither idle nor at their end. A channel whose barrier has
 * come is not read until those of all others have come (aligned checkpoints); a barrier of a later checkpoint gives up the earlier one. A barrier that is to overtake the rows
 * ahead of it has them set aside: they are read, but handed on only behind it.
 */
public final class PipelinedGate implements InputGate {
    private final List<? extends BatchChannel> channels;
    private final SetAside aside;
    private final long[] watermarks;
    private final boolean[] idle;
    private final boolean[] ended;
    private final boolean[] aligned;
    private final ArrayDeque<Element> ready = new ArrayDeque<>();
    private int next;
    private int endedCount;
    private int alignedCount;
    private Element.Barrier barrier;
    private long lastCheckpointId;
    private long alignedId;
    private long alignmentBeganNanos;
    private long combinedWatermark = Long.MIN_VALUE;
    private boolean allIdle;

    public PipelinedGate(List<? extends BatchChannel> channels) {
        this(channels, new SetAside(channels.size()));
    }

    /** @param aside what a restored barrier had overtaken comes ahead of what the channels send */
    public PipelinedGate(List<? extends BatchChannel> channels, SetAside aside) {
        this.channels = List.copyOf(channels);
        this.aside = aside;
        watermarks = new long[channels.size()];
        idle = new boolean[channels.size()];
        ended = new boolean[channels.size()];
        aligned = new boolean[channels.size()];
        Arrays.fill(watermarks, Long.MIN_VALUE);
    }

    @Override
    public void listener(Runnable listener) {
        channels.forEach(channel -> channel.listener(listener));
    }

    @Override
    public Element poll() {
        if (aside.overtaking() && !overtaken()) {
            return ready.poll();
        }
        int unproductive = 0;
        while (ready.isEmpty() && unproductive < channels.size()) {
            int channel = next;
            next = next + 1 == channels.size() ? 0 : next + 1;
            Element element = ended[channel] || aligned[channel] ? null : next(channel);
            if (element == null) {
                unproductive++;
            } else if (element instanceof Element.Rows) {
                active(channel);
                return element;
            } else {
                unproductive = 0;
                control(channel, element);
            }
        }
        return ready.poll();
    }

    private Element next(int channel) {
        Element element = aside.poll(channel);
        return element == null ? channels.get(channel).poll() : element;
    }

    private void active(int channel) {
        idle[channel] = false;
        allIdle = false;
    }

    private void control(int channel, Element element) {
        if (element instanceof Element.Watermark watermark) {
            active(channel);
            watermarks[channel] = Math.max(watermarks[channel], watermark.micros());
            advance();
        } else if (element instanceof Element.Idle) {
            idle[channel] = true;
            advance();
        } else if (element instanceof Element.Barrier received) {
            align(channel, received);
        } else if (element instanceof Element.End) {
            ended[channel] = true;
            endedCount++;
            completeAlignment();
            advance();
            if (endedCount == channels.size()) {
                ready.add(Element.end());
            }
        }
    }

    private void advance() {
        long lowest = Long.MAX_VALUE;
        boolean anyActive = false;
        boolean anyIdle = false;
        for (int i = 0; i < watermarks.length; i++) {
            if (!ended[i] && !idle[i]) {
                lowest = Math.min(lowest, watermarks[i]);
                anyActive = true;
            }
            anyIdle |= !ended[i] && idle[i];
        }
        if (anyActive && lowest > combinedWatermark) {
            combinedWatermark = lowest;
            ready.add(new Element.Watermark(lowest));
        } else if (!anyActive && anyIdle && !allIdle) {
            allIdle = true;
            ready.add(Element.idle());
        }
    }

    // ---- Alignment

    private void align(int channel, Element.Barrier received) {
        long current = barrier == null ? lastCheckpointId : barrier.checkpointId();
        if (received.checkpointId() < current || (barrier == null && received.checkpointId() == current)) {
            return;
        }
        if (barrier != null && received.checkpointId() > current) {
            giveUpAlignment();
        }
        if (received.checkpointId() > alignedId) {
            alignedId = received.checkpointId();
            alignmentBeganNanos = System.nanoTime();
        }
        barrier = received;
        aligned[channel] = true;
        alignedCount++;
        completeAlignment();
    }

    private void completeAlignment() {
        if (barrier != null && alignedCount + endedWithoutBarrier() == channels.size()) {
            ready.add(barrier);
            lastCheckpointId = barrier.checkpointId();
            aside.overtaken(lastCheckpointId, this::watermarkBehindOvertaken);
            giveUpAlignment();
        }
    }

    /** Nothing comes behind an end that is set aside. */
    private int endedWithoutBarrier() {
        int count = 0;
        for (int i = 0; i < ended.length; i++) {
            count += !aligned[i] && (ended[i] || aside.ends(i)) ? 1 : 0;
        }
        return count;
    }

    private void giveUpAlignment() {
        barrier = null;
        alignedCount = 0;
        Arrays.fill(aligned, false);
    }

    @Override
    public OptionalLong alignmentBegan(long checkpointId) {
        return alignedId == checkpointId ? OptionalLong.of(alignmentBeganNanos) : OptionalLong.empty();
    }

    // ---- Overtaking

    @Override
    public void overtake(long checkpointId) {
        if (checkpointId <= lastCheckpointId
                || aside.refuses(checkpointId)
                || (barrier != null && barrier.checkpointId() > checkpointId)) {
            return;
        }
        if (!aside.overtakes(checkpointId)) {
            if (barrier != null && barrier.checkpointId() < checkpointId) {
                giveUpAlignment();
            }
            aside.begin(checkpointId, aligned);
            for (int channel = 0; channel < aligned.length && aside.overtaking(); channel++) {
                Element.Barrier met = aligned[channel] ? null : aside.passBarrier(channel);
                if (met != null) {
                    align(channel, met);
                }
            }
        }
        if (aside.overtaking()) {
            overtaken();
        }
    }

    /** Sets aside what has come ahead of the barriers; whether rows may be handed on again. */
    private boolean overtaken() {
        for (int channel = 0; channel < aligned.length; channel++) {
            while (aside.overtaking() && !aligned[channel] && !ended[channel] && !aside.ends(channel)) {
                Element element = channels.get(channel).poll();
                if (element == null) {
                    break;
                }
                if (aside.belongsTo(element)) {
                    align(channel, (Element.Barrier) element);
                } else if (!aside.add(channel, element)) {
                    giveUpOvertaking();
                }
            }
        }
        if (aside.overtaking() && endedWithoutBarrier() == channels.size()) {
            // No barrier comes from here.
            giveUpOvertaking();
        } else if (aside.overtaking()) {
            completeAlignment();
        }
        return !aside.overtaking();
    }

    /** Those who hand on the barrier have not seen the watermarks that it overtook, and the producers may have none to send when they go on. */
    private long watermarkBehindOvertaken() {
        long lowest = Long.MAX_VALUE;
        for (int channel = 0; channel < watermarks.length; channel++) {
            if (!ended[channel] && !aside.ends(channel) && !aside.idleBehindOvertaken(channel, idle[channel])) {
                lowest = Math.min(lowest, Math.max(watermarks[channel], aside.watermarkOvertaken(channel)));
            }
        }
        return lowest == Long.MAX_VALUE ? combinedWatermark : Math.max(lowest, combinedWatermark);
    }

    @Override
    public void giveUpOvertaking(long checkpointId) {
        if (aside.overtakes(checkpointId)) {
            giveUpOvertaking();
        }
    }

    /** Barriers go back to their places behind what they were to overtake. */
    private void giveUpOvertaking() {
        aside.giveUp(aligned, barrier);
        giveUpAlignment();
    }

    @Override
    public Overtaken overtaken(long checkpointId) {
        return aside.taken(checkpointId);
    }

    @Override
    public void close() {
        channels.forEach(BatchChannel::close);
    }
}

package io.blink.runtime.exchange;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one gate has read of its channels and not handed on, because a barrier overtakes it, and which of it belongs to the barrier's checkpoint. Holds {@link #BYTES_MAX} at most:
 * a barrier that would have to overtake more waits for its turn like others. Used by the gate's thread.
 */
public final class SetAside {
    static final long BYTES_MAX = 64L << 20;
    private static final int ALL = Integer.MAX_VALUE;

    private final List<ArrayDeque<Element>> elements = new ArrayList<>();
    private final boolean[] ends;
    /** How many elements of each channel, from the first, the barrier overtakes. */
    private final int[] ahead;

    private long bytes;
    private long overtakingId;
    private long refusedId;
    private long takenId;
    private Overtaken taken = Overtaken.NOTHING;

    public SetAside(int channels) {
        for (int i = 0; i < channels; i++) {
            elements.add(new ArrayDeque<>());
        }
        ends = new boolean[channels];
        ahead = new int[channels];
    }

    /** Adds an element of a channel; false if the barrier cannot overtake it, being of an earlier checkpoint, or this being too much. */
    boolean add(int channel, Element element) {
        if (element instanceof Element.Barrier barrier && barrier.checkpointId() < overtakingId) {
            return true;
        }
        elements.get(channel).add(element);
        ends[channel] |= element instanceof Element.End;
        bytes += element instanceof Element.Rows rows ? rows.bytes() : 0;
        return bytes <= BYTES_MAX && !(element instanceof Element.Barrier);
    }

    /** The next element of the channel; {@code null} if none is set aside. */
    Element poll(int channel) {
        Element element = elements.get(channel).poll();
        ends[channel] &= !(element instanceof Element.End);
        return element;
    }

    /** Whether the channel's end is set aside. */
    boolean ends(int channel) {
        return ends[channel];
    }

    boolean overtaking() {
        return overtakingId != 0;
    }

    boolean overtakes(long checkpointId) {
        return overtakingId == checkpointId;
    }

    /** Whether the barrier of that checkpoint has been given up. */
    boolean refuses(long checkpointId) {
        return checkpointId <= refusedId;
    }

    /** Whether it is the barrier that overtakes. */
    boolean belongsTo(Element element) {
        return element instanceof Element.Barrier barrier && barrier.checkpointId() == overtakingId;
    }

    /** @param aligned channels whose barrier has been handed on: it overtakes nothing there */
    void begin(long checkpointId, boolean[] aligned) {
        overtakingId = checkpointId;
        bytes = elements.stream()
                .flatMap(ArrayDeque::stream)
                .filter(Element.Rows.class::isInstance)
                .mapToLong(rows -> ((Element.Rows) rows).bytes())
                .sum();
        for (int i = 0; i < ahead.length; i++) {
            ahead[i] = aligned[i] ? 0 : ALL;
        }
    }

    /** Takes the barrier out of what is set aside of the channel; {@code null} if it is not there. */
    Element.Barrier passBarrier(int channel) {
        int passed = 0;
        for (Iterator<Element> all = elements.get(channel).iterator(); all.hasNext(); passed++) {
            Element element = all.next();
            if (belongsTo(element)) {
                all.remove();
                ahead[channel] = passed;
                return (Element.Barrier) element;
            }
        }
        return null;
    }

    /**
     * Nothing is overtaken; what is set aside is handed on in its order.
     *
     * @param aligned channels whose barrier is put back behind what it would have overtaken
     */
    void giveUp(boolean[] aligned, Element.Barrier barrier) {
        for (int channel = 0; channel < aligned.length; channel++) {
            if (aligned[channel]) {
                List<Element> ofChannel = new ArrayList<>(elements.get(channel));
                ofChannel.add(Math.min(ahead[channel], ofChannel.size()), barrier);
                elements.set(channel, new ArrayDeque<>(ofChannel));
            }
        }
        refusedId = overtakingId;
        overtakingId = 0;
    }

    /**
     * The barrier of that checkpoint is handed on: what is ahead of it, if it overtook, belongs to the checkpoint.
     *
     * @param watermarkMicros the gate's behind what is overtaken
     */
    void overtaken(long checkpointId, LongSupplier watermarkMicros) {
        if (overtakingId != checkpointId) {
            return;
        }
        takenId = checkpointId;
        taken = IntStream.range(0, ahead.length)
                        .allMatch(channel -> overtaken(channel).findAny().isEmpty())
                ? Overtaken.NOTHING
                : new Overtaken(
                        IntStream.range(0, ahead.length)
                                .mapToObj(channel -> overtaken(channel)
                                        .filter(Element.Rows.class::isInstance)
                                        .map(Element.Rows.class::cast)
                                        .toList())
                                .toList(),
                        watermarkMicros.getAsLong());
        overtakingId = 0;
    }

    private Stream<Element> overtaken(int channel) {
        return elements.get(channel).stream().limit(ahead[channel]);
    }

    /** The highest of the channel that the barrier overtakes; {@link Long#MIN_VALUE}: none. */
    long watermarkOvertaken(int channel) {
        return overtaken(channel)
                .filter(Element.Watermark.class::isInstance)
                .mapToLong(watermark -> ((Element.Watermark) watermark).micros())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    /** @param before whether the channel is idle ahead of what the barrier overtakes */
    boolean idleBehindOvertaken(int channel, boolean before) {
        return overtaken(channel)
                .filter(element -> !(element instanceof Element.Barrier))
                .map(Element.Idle.class::isInstance)
                .reduce(before, (earlier, later) -> later);
    }

    /** What the barrier overtook; asked once. */
    Overtaken taken(long checkpointId) {
        Overtaken overtaken = takenId == checkpointId ? taken : Overtaken.NOTHING;
        taken = Overtaken.NOTHING;
        return overtaken;
    }

    /** Has rows that a barrier had overtaken handed on ahead of what the channel sends. */
    public void restore(int channel, List<Element.Rows> rows) {
        elements.get(channel).addAll(rows);
    }

    /** Behind all rows that are restored. */
    public void restoreWatermark(long micros) {
        elements.forEach(channel -> channel.add(new Element.Watermark(micros)));
    }
}

package io.blink.runtime.exchange;

/**
 * The producers of a blocking edge, read one after the other; the next few channels are already open, so that their first bytes are on the way. Whatever
 * thread the listener comes on, {@link #poll} is called by one thread.
 */
public final class SequentialGate implements InputGate {
    private static final int OPEN_CHANNELS_MAX = 4;

    /** Opens the channel of one producer. */
    public interface Opener {
        BatchChannel open(int producer);
    }

    private final Opener opener;
    private final BatchChannel[] channels;
    private final int producers;
    private int current;
    private int opened;
    private Runnable listener = () -> {};

    public SequentialGate(int producers, Opener opener) {
        this.opener = opener;
        this.producers = producers;
        this.channels = new BatchChannel[producers];
    }

    @Override
    public void listener(Runnable newListener) {
        listener = newListener;
        for (int i = current; i < opened; i++) {
            channels[i].listener(newListener);
        }
        newListener.run();
    }

    @Override
    public Element poll() {
        while (current < producers) {
            openAhead();
            Element element = channels[current].poll();
            if (!(element instanceof Element.End)) {
                return element;
            }
            channels[current].close();
            channels[current] = null;
            current++;
        }
        if (current == producers) {
            current++;
            return Element.end();
        }
        return null;
    }

    private void openAhead() {
        while (opened < Math.min(producers, current + OPEN_CHANNELS_MAX)) {
            channels[opened] = opener.open(opened);
            channels[opened].listener(listener);
            opened++;
        }
    }

    @Override
    public void close() {
        for (int i = current; i < opened; i++) {
            channels[i].close();
        }
    }
}

package io.blink.runtime.transport;

import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;

/** Passes every batch through its wire form: what comes from a file is decoded, and in tests local exchanges meet what another process would. */
final class WireChannel implements BatchChannel {
    private final BatchChannel channel;

    WireChannel(BatchChannel channel) {
        this.channel = channel;
    }

    @Override
    public Element poll() {
        Element element = channel.poll();
        if (element instanceof Element.Rows rows) {
            Element.Rows received = Element.Rows.ofFrame(rows.frame());
            received.batch();
            return received;
        }
        return element;
    }

    @Override
    public void listener(Runnable listener) {
        channel.listener(listener);
    }

    @Override
    public void close() {
        channel.close();
    }
}

package io.blink.runtime.transport;

import io.blink.core.column.BatchFrame;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.Element;

/** Passes every batch of a local exchange through its wire form, so that tests in one process meet what another process would. */
final class WireChannel implements BatchChannel {
    private final BatchChannel channel;

    WireChannel(BatchChannel channel) {
        this.channel = channel;
    }

    @Override
    public Element poll() {
        Element element = channel.poll();
        if (element instanceof Element.Rows rows) {
            byte[] frame = rows.frame();
            return new Element.Rows(BatchFrame.decode(frame, 0, frame.length));
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

package io.blink.runtime.exchange;

import io.blink.core.error.BlinkException;

/** A channel that never was. */
public final class FailedChannel implements BatchChannel {
    private final BlinkException failure;

    public FailedChannel(BlinkException failure) {
        this.failure = failure;
    }

    @Override
    public Element poll() {
        throw failure;
    }

    @Override
    public void listener(Runnable listener) {
        listener.run();
    }

    @Override
    public void close() {}
}

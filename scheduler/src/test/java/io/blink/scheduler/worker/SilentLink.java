package io.blink.scheduler.worker;

import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.WorkerLink;

/** A connection to a worker that hears nothing. */
record SilentLink(String workerId) implements WorkerLink {
    @Override
    public void send(MasterMessage message) {}

    @Override
    public void close() {}
}

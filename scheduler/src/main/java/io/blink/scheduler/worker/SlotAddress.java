package io.blink.scheduler.worker;

/** A worker's share of memory, by the worker and its number there. Valid while its owner holds it. */
public record SlotAddress(RegisteredWorker worker, int index) {
    @Override
    public String toString() {
        return worker.id() + "/" + index;
    }
}

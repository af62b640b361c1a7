package io.blink.scheduler.simulation;

import io.blink.scheduler.worker.SlotProvider;

/** A cluster whose workers are started by someone else, and which has one more on its way for ever. */
public record FullCluster(int slotsPerWorker, int workersMax) implements SlotProvider {
    @Override
    public void want(int workersMissing) {}

    @Override
    public int workersExpected() {
        return 1;
    }

    @Override
    public boolean releasesIdleWorkers() {
        return false;
    }

    @Override
    public void release(String workerId) {}

    @Override
    public String describe() {
        return "the cluster is full";
    }
}

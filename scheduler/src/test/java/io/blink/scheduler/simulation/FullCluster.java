package io.blink.scheduler.simulation;

import io.blink.scheduler.worker.SlotProvider;

/** Started by someone else are all workers that there are; those that the master asks for besides are on their way for ever. */
final class FullCluster implements SlotProvider {
    private final int slotsPerWorker;
    private final int workersMax;
    private int expected;

    FullCluster(int slotsPerWorker, int workersMax) {
        this.slotsPerWorker = slotsPerWorker;
        this.workersMax = workersMax;
    }

    @Override
    public int slotsPerWorker() {
        return slotsPerWorker;
    }

    @Override
    public int workersMax() {
        return workersMax;
    }

    @Override
    public void want(int workersMissing) {
        expected = workersMissing;
    }

    @Override
    public int workersExpected() {
        return expected;
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

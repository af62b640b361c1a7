package io.blink.scheduler.worker;

/** A cluster whose workers are started by someone else and stay: one process for {@code local}, a fixed set for {@code remote}. */
public record FixedWorkers(int slotsPerWorker, int workersMax) implements SlotProvider {
    @Override
    public void want(int workersMissing) {}

    @Override
    public int workersExpected() {
        return 0;
    }

    @Override
    public boolean releasesIdleWorkers() {
        return false;
    }

    @Override
    public void release(String workerId) {}

    @Override
    public String describe() {
        return "the cluster has " + workersMax + (workersMax == 1 ? " worker" : " workers") + " of " + slotsPerWorker
                + (slotsPerWorker == 1 ? " slot" : " slots");
    }
}

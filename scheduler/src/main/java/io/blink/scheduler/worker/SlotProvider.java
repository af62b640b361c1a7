package io.blink.scheduler.worker;

/** Gets workers for the cluster and lets them go. Called in turns of the master's loop; must return at once and answers through the {@code Dispatcher}. */
public interface SlotProvider {
    /** Slots of each worker that comes from here. */
    int slotsPerWorker();

    /** Workers that the cluster can ever have at one time. */
    int workersMax();

    /**
     * So many workers are wanted besides those that are registered. Replaces what was wanted before; 0 withdraws it. Workers on their way count as wanted,
     * excess ones are given back.
     */
    void want(int workersMissing);

    /** Workers that were asked for and may still register. */
    int workersExpected();

    /** Whether idle workers shall go. */
    boolean releasesIdleWorkers();

    /** The worker runs nothing and holds nothing that is needed; it has been told to stop. */
    void release(String workerId);

    /** For messages: where workers come from, and what bounds their number. */
    String describe();
}

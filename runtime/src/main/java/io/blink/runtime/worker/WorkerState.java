package io.blink.runtime.worker;

/** The life of a worker as its control sees it; {@link WorkerControl} has the moves. */
public enum WorkerState {
    /** No master has accepted it yet. */
    UNREGISTERED,
    /** Obeys a master and has heard of it within the lease. */
    ACTIVE,
    /** Its lease has run out: tasks emit nothing; it waits for a master to accept it again. */
    SUSPENDED,
    /** Told to stop, or without a master for too long. Final. */
    STOPPED
}

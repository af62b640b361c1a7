package io.blink.scheduler.worker;

/**
 * Workers that stand by while others work, so that a stream that loses one goes on without waiting for a container and a new JVM. In a cluster where nothing runs none stands by. Pure
 * functions.
 */
final class SpareWorkers {
    private SpareWorkers() {}

    /**
     * How many have to come.
     *
     * @param wanted that stand by
     * @param busy workers that run or hold something
     * @param idle workers that do not
     * @param waiting whether somebody waits for slots
     */
    static int missing(int wanted, int busy, int idle, boolean waiting) {
        return busy == 0 && !waiting ? 0 : Math.max(0, wanted - idle);
    }

    /** How many idle ones are not released. */
    static int kept(int wanted, int busy) {
        return busy == 0 ? 0 : wanted;
    }
}

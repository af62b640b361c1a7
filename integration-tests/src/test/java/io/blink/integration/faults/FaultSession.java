package io.blink.integration.faults;

import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;

/**
 * The session whose processes the tests of this package kill, one worker of one slot at a time as jobs want them. It survives every test, because it has to survive every fault;
 * it ends with the cluster.
 */
final class FaultSession {
    private FaultSession() {}

    static YarnSession get() {
        return Holder.SESSION;
    }

    private static final class Holder {
        private static final YarnSession SESSION = YarnSession.start(
                SharedCluster.get(),
                "-nm",
                "faults",
                "-jm",
                "768m",
                "-tm",
                "768m",
                "-s",
                "1",
                "-D",
                "yarn.application-attempts=20",
                "-D",
                "resourcemanager.taskmanager-timeout=10 min");
    }
}

package io.blink.integration.faults;

import io.blink.integration.cluster.ContainerProcess;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.testing.process.ServerProcess;
import io.blink.testing.process.Waiting;
import java.io.IOException;

/** The node of a session's master, standing still: NodeManager and master. Workers there go on, as they would on a node that only YARN does not reach. */
final class PausedNode {
    private final YarnSession session;
    private final ContainerProcess master;
    private final ServerProcess nodeManager;
    private boolean masterPaused = true;

    private PausedNode(YarnSession session) {
        this.session = session;
        this.master = session.master();
        this.nodeManager = SharedCluster.get().hadoop().nodeManager(master.node());
    }

    static PausedNode ofMaster(YarnSession session) {
        PausedNode node = new PausedNode(session);
        node.nodeManager.pause();
        node.master.pause();
        return node;
    }

    /** Its successor starts elsewhere, without waiting until YARN has missed it. */
    void failMaster() throws IOException {
        session.failMaster(master);
    }

    void wakeMaster() {
        masterPaused = false;
        master.resume();
    }

    /** Nobody else ends it: its NodeManager still stands still. */
    void awaitMasterEnds() {
        Waiting.until(
                "the master that woke ends: " + master.containerId(), YarnSession.PATIENCE, () -> !master.alive());
    }

    /** All of it, ready for what comes next. */
    void wake() {
        if (masterPaused) {
            wakeMaster();
        }
        nodeManager.resume();
        nodeManager.awaitReady(YarnSession.PATIENCE);
    }
}

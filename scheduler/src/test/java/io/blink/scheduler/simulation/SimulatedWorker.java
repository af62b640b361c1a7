package io.blink.scheduler.simulation;

import io.blink.runtime.control.MasterLink;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.worker.WorkerControl;
import io.blink.runtime.worker.WorkerState;
import java.time.Duration;

/** A worker process: the production control over simulated tasks. */
final class SimulatedWorker {
    private static final Duration TICK = Duration.ofMillis(100);

    private final String id;
    private final SimulatedProcess process;
    private final SimulatedExecution execution;
    private final WorkerControl control;

    SimulatedWorker(String id, int number, int slots, SimulatedProcess process, DataPlane dataPlane) {
        this.id = id;
        this.process = process;
        this.execution = new SimulatedExecution(this, dataPlane);
        RegisterWorker identity = RegisterWorker.newBuilder()
                .setHost("host" + number % 3)
                .setDataHost(id)
                .setDataPort(1)
                .setSlots(slots)
                .setProcessId(number)
                .build();
        this.control = new WorkerControl(id, identity, execution, process::nanoTime, reason -> process.kill());
        execution.reports(control);
        process.schedule(TICK, this::tick);
    }

    private void tick() {
        control.tick();
        process.schedule(TICK, this::tick);
    }

    String id() {
        return id;
    }

    SimulatedProcess process() {
        return process;
    }

    SimulatedExecution execution() {
        return execution;
    }

    int term() {
        return control.term();
    }

    boolean stopped() {
        return control.state() == WorkerState.STOPPED;
    }

    void connected(MasterLink link) {
        control.connected(link);
    }

    void disconnected(MasterLink link) {
        control.disconnected(link);
    }

    void receive(MasterMessage message) {
        control.receive(message);
    }
}

package io.blink.scheduler.simulation;

import com.google.protobuf.InvalidProtocolBufferException;
import io.blink.runtime.control.MasterLink;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.WorkerLink;
import io.blink.runtime.control.WorkerMessage;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * One connection between a worker and a master. Each direction keeps its order, with delays of its own; when the connection breaks, what is on its way is lost, or, to
 * the worker, comes late, after messages of the next connection; each side hears of the break at another time. Messages that come may come twice.
 */
final class SimulatedNetwork {
    private static final int DELAY_NANOS_MAX = 3_000_000;
    private static final int LATE_NANOS_MAX = 800_000_000;

    private final VirtualTime time;
    private final Random random;
    private final BooleanSupplier faulty;

    /** @param faulty whether messages may come late or twice now */
    SimulatedNetwork(VirtualTime time, Random random, BooleanSupplier faulty) {
        this.time = time;
        this.random = random;
        this.faulty = faulty;
    }

    Connection connect(SimulatedWorker worker, SimulatedMaster master) {
        Connection connection = new Connection(worker, master);
        time.after(
                delay(), () -> master.process().enter(() -> master.dispatcher().connected(connection.masterEnd)));
        time.after(delay() + DELAY_NANOS_MAX, () -> worker.process().enter(() -> {
            if (connection.open) {
                worker.connected(connection.workerEnd);
            }
        }));
        return connection;
    }

    private long delay() {
        return 100_000 + random.nextInt(DELAY_NANOS_MAX);
    }

    /** Both ends of a connection. */
    final class Connection {
        private final SimulatedWorker worker;
        private final SimulatedMaster master;
        private final MasterEnd masterEnd = new MasterEnd();
        private final WorkerEnd workerEnd = new WorkerEnd();
        private boolean open = true;
        private boolean someLost;
        private long toWorkerNanos;
        private long lateToWorkerNanos;
        private long toMasterNanos;

        private Connection(SimulatedWorker worker, SimulatedMaster master) {
            this.worker = worker;
            this.master = master;
        }

        boolean open() {
            return open;
        }

        SimulatedMaster master() {
            return master;
        }

        void breakOff() {
            if (!open) {
                return;
            }
            open = false;
            time.after(delay() * 10, () -> master.process()
                    .enter(() -> master.dispatcher().disconnected(masterEnd)));
            time.after(delay() * 10, () -> worker.process().enter(() -> worker.disconnected(workerEnd)));
        }

        private final class MasterEnd implements WorkerLink {
            @Override
            public String workerId() {
                return worker.id();
            }

            @Override
            public void send(MasterMessage message) {
                if (!open) {
                    return;
                }
                byte[] bytes = message.toByteArray();
                toWorkerNanos = Math.max(toWorkerNanos, time.nowNanos() + delay());
                boolean twice = faulty.getAsBoolean() && random.nextInt(50) == 0;
                boolean lateIfBroken = faulty.getAsBoolean() && random.nextInt(3) == 0;
                AtomicBoolean lost = new AtomicBoolean();
                time.after(toWorkerNanos - time.nowNanos(), () -> {
                    if (open) {
                        worker.process().enter(() -> worker.receive(parse(bytes)));
                    } else if (lateIfBroken && !someLost) {
                        lateToWorkerNanos =
                                Math.max(lateToWorkerNanos, time.nowNanos() + random.nextInt(LATE_NANOS_MAX));
                        time.after(lateToWorkerNanos - time.nowNanos(), () -> worker.process()
                                .enter(() -> worker.receive(parse(bytes))));
                    } else {
                        someLost = true;
                        lost.set(true);
                    }
                });
                if (twice) {
                    time.after(toWorkerNanos - time.nowNanos() + random.nextInt(LATE_NANOS_MAX), () -> {
                        if (!lost.get()) {
                            worker.process().enter(() -> worker.receive(parse(bytes)));
                        }
                    });
                }
            }

            private MasterMessage parse(byte[] bytes) {
                try {
                    return MasterMessage.parseFrom(bytes);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                }
            }

            @Override
            public void close() {
                breakOff();
            }
        }

        private final class WorkerEnd implements MasterLink {
            @Override
            public void send(WorkerMessage message) {
                if (!open) {
                    return;
                }
                byte[] bytes = message.toByteArray();
                toMasterNanos = Math.max(toMasterNanos, time.nowNanos() + delay());
                boolean twice = faulty.getAsBoolean() && random.nextInt(50) == 0;
                time.after(toMasterNanos - time.nowNanos(), () -> deliver(bytes));
                if (twice) {
                    time.after(toMasterNanos - time.nowNanos() + random.nextInt(LATE_NANOS_MAX), () -> deliver(bytes));
                }
            }

            private void deliver(byte[] bytes) {
                if (open) {
                    master.process().enter(() -> master.dispatcher().received(masterEnd, parse(bytes)));
                }
            }

            private WorkerMessage parse(byte[] bytes) {
                try {
                    return WorkerMessage.parseFrom(bytes);
                } catch (InvalidProtocolBufferException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}

package io.blink.benchmarks.checkpoint;

import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.spi.state.StateSnapshot.SavedState;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Checkpoints of a task's state that goes on changing while they are written, as a task takes them. On one thread, with one more that writes. */
final class CheckpointsRun {
    private static final int KEY_GROUPS = 128;
    private static final int RESTORES = 3;

    private final StateBackend backend;
    private final Path folder;
    private final int megabytes;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private int attempt;

    CheckpointsRun(StateBackend backend, Path folder, int megabytes) {
        this.backend = backend;
        this.folder = folder;
        this.megabytes = megabytes;
    }

    /** @param share of the keys that are written before each checkpoint but the first */
    CheckpointsReport run(int checkpoints, double share) {
        SavedState first;
        SavedState last;
        List<CheckpointCost> costs = new ArrayList<>();
        try (KeyedStateStore store = open()) {
            StateOfNumbers state = new StateOfNumbers(store, megabytes);
            state.fill();
            first = store.snapshot(Map.of()).write(1);
            last = first;
            for (int checkpoint = 0; checkpoint < checkpoints; checkpoint++) {
                state.touch(share);
                long cpuStart = threads.getCurrentThreadCpuTime();
                long start = System.nanoTime();
                StateSnapshot snapshot = store.snapshot(Map.of());
                long stand = System.nanoTime() - start;
                long standCpu = threads.getCurrentThreadCpuTime() - cpuStart;
                long id = checkpoint + 2;
                CompletableFuture<SavedState> written = CompletableFuture.supplyAsync(() -> snapshot.write(id));
                state.touch(0);
                last = written.join();
                costs.add(new CheckpointCost(stand, standCpu, last.writtenBytes()));
            }
        }
        return new CheckpointsReport(first, costs, restores(last.handle()));
    }

    private List<Long> restores(String handle) {
        List<Long> nanos = new ArrayList<>();
        for (int restore = 0; restore < RESTORES; restore++) {
            try (KeyedStateStore store = open()) {
                long start = System.nanoTime();
                store.restore(List.of(handle));
                nanos.add(System.nanoTime() - start);
            }
        }
        return nanos;
    }

    private KeyedStateStore open() {
        attempt++;
        return backend.open(
                new StateScope("bench checkpoints", folder.toString(), attempt, 0, 1, KEY_GROUPS),
                new LocalFileSystem(),
                new MemoryPool("bench checkpoints", Runtime.getRuntime().maxMemory()));
    }
}

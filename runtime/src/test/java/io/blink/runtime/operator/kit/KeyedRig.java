package io.blink.runtime.operator.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.runtime.exchange.RowTargets;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The tasks of one keyed operator in a stream: deals rows out by key, takes checkpoints and restarts from them with any number of tasks. */
public final class KeyedRig implements AutoCloseable {
    /** Makes the operator of one task. */
    @FunctionalInterface
    public interface Maker {
        Operator create(OperatorContext context, KeyedStateStore store);
    }

    private static final AtomicInteger RIGS = new AtomicInteger();

    private final OperatorSpec spec;
    private final List<List<DataType>> inputs;
    private final List<int[]> keys;
    private final Path directory;
    private final Maker maker;
    private final MemoryPool pool = new MemoryPool("the test's slot", 256 << 20);
    private final List<Batch> emitted = new ArrayList<>();
    private List<Operator> tasks = new ArrayList<>();
    private int attempts;
    private long checkpoints;

    /** @param keys of each input */
    public KeyedRig(
            OperatorSpec spec, List<List<DataType>> inputs, List<int[]> keys, Path directory, int tasks, Maker maker) {
        this.spec = spec;
        this.inputs = inputs;
        this.keys = keys;
        this.directory = directory.resolve("rig-" + RIGS.incrementAndGet());
        this.maker = maker;
        start(tasks, List.of());
    }

    private void start(int parallelism, List<String> handles) {
        tasks = new ArrayList<>();
        for (int subtask = 0; subtask < parallelism; subtask++) {
            tasks.add(task(subtask, parallelism, handles));
        }
    }

    private Operator task(int subtask, int parallelism, List<String> handles) {
        List<OperatorInput> edges = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            edges.add(new OperatorInput.FromEdge(i));
        }
        attempts++;
        OperatorContext context = new OperatorContext(
                "job",
                new OperatorNode(1, "state", spec.getClass().getSimpleName(), spec, edges, List.of()),
                inputs.stream().map(OperatorRig::fields).toList(),
                1,
                subtask,
                attempts,
                1,
                parallelism,
                128,
                ExecutionMode.STREAMING,
                pool,
                new LocalSpillFiles(List.of(directory), "spill-" + attempts),
                Runnable::run,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
        String folder = directory + "/state-" + subtask;
        StateScope scope = new StateScope(context.owner(), folder, attempts, subtask, parallelism, 128);
        KeyedStateStore store = new PagedStateBackend().open(scope, new LocalFileSystem(), pool);
        store.restore(handles);
        return maker.create(context, store);
    }

    /** Feeds rows to the tasks of their keys and gathers what these emit. */
    public void add(int input, Batch batch) {
        RowTargets targets = new RowTargets(keys.get(input), 128, tasks.size());
        targets.assign(batch);
        for (int i = 0; i < tasks.size(); i++) {
            int from = targets.start(i);
            int count = (i + 1 < tasks.size() ? targets.start(i + 1) : batch.rowCount()) - from;
            if (count > 0) {
                assertThat(tasks.get(i).needsInput(input)).isTrue();
                tasks.get(i).addInput(input, batch.take(targets.positions(), from, count));
                drain(tasks.get(i));
            }
        }
    }

    private void drain(Operator task) {
        for (Batch batch = task.output(); batch != null; batch = task.output()) {
            assertThat(batch.rowCount()).isPositive();
            emitted.add(batch);
        }
        assertThat(task.waitsFor().isNone()).isTrue();
    }

    public void watermark(long micros) {
        for (Operator task : tasks) {
            task.watermark(micros);
            drain(task);
        }
    }

    /** One handle a task. */
    public List<String> checkpoint() throws Exception {
        checkpoints++;
        List<String> handles = new ArrayList<>();
        for (Operator task : tasks) {
            task.beforeSnapshot();
            drain(task);
            OperatorSnapshot snapshot = task.snapshot(checkpoints);
            handles.add(snapshot.write().keyedStateJson());
        }
        return handles;
    }

    /** Goes on from a checkpoint taken now. */
    public void restart(int parallelism) throws Exception {
        List<String> handles = checkpoint();
        tasks.forEach(Operator::close);
        start(parallelism, handles);
    }

    public void endInputs() {
        for (Operator task : tasks) {
            for (int input = 0; input < inputs.size(); input++) {
                task.endInput(input);
                drain(task);
            }
            assertThat(task.finished()).isTrue();
        }
    }

    public int tasks() {
        return tasks.size();
    }

    /** What the tasks have emitted since this was asked last. */
    public List<Batch> taken() {
        List<Batch> batches = List.copyOf(emitted);
        emitted.clear();
        return batches;
    }

    @Override
    public void close() {
        tasks.forEach(Operator::close);
        assertThat(pool.usedBytes()).as("memory left reserved").isZero();
    }
}

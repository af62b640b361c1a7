package io.blink.runtime.operator.join.stream;

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
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** One keyed operator of two inputs in a task of its own, which may fail and go on from its last checkpoint. */
final class KeyedOperatorRig implements AutoCloseable {
    /** Makes the operator over its state. */
    interface Maker {
        Operator make(OperatorContext context, KeyedStateStore store);
    }

    private final OperatorSpec spec;
    private final List<List<DataType>> inputs;
    private final Path directory;
    private final Maker maker;
    private final MemoryPool pool = new MemoryPool("test", 512 << 20);
    private Operator operator;
    private final AtomicLong clockMillis = new AtomicLong(1_700_000_000_000L);
    private int attempts;
    private long checkpoints;

    KeyedOperatorRig(OperatorSpec spec, List<List<DataType>> inputs, Path directory, Maker maker) {
        this.spec = spec;
        this.inputs = inputs;
        this.directory = directory;
        this.maker = maker;
        start(List.of());
    }

    private void start(List<String> handles) {
        OperatorNode node = new OperatorNode(
                1,
                "state",
                "join",
                spec,
                List.of(new OperatorInput.FromEdge(0), new OperatorInput.FromEdge(1)),
                List.of());
        OperatorContext context = new OperatorContext(
                "job",
                node,
                inputs.stream().map(OperatorRig::fields).toList(),
                1,
                0,
                ++attempts,
                1,
                1,
                128,
                ExecutionMode.STREAMING,
                pool,
                new LocalSpillFiles(List.of(directory), "spill-" + attempts),
                Runnable::run,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
        StateScope scope = new StateScope("join", directory + "/state", attempts, 0, 1, 128);
        KeyedStateStore store = new PagedStateBackend(clockMillis::get).open(scope, new LocalFileSystem(), pool);
        store.restore(handles);
        operator = maker.make(context, store);
    }

    Operator operator() {
        return operator;
    }

    /** Processing time goes on. */
    void pass(long millis) {
        clockMillis.addAndGet(millis);
    }

    List<Batch> add(int input, Batch batch) {
        assertThat(operator.needsInput(input)).isTrue();
        operator.addInput(input, batch);
        return drain();
    }

    List<Batch> watermark(long micros) {
        operator.watermark(micros);
        return drain();
    }

    List<Batch> drain() {
        List<Batch> emitted = new ArrayList<>();
        for (Batch batch = operator.output(); batch != null; batch = operator.output()) {
            assertThat(batch.rowCount()).isPositive();
            emitted.add(batch);
        }
        return emitted;
    }

    /** Ends the task after a checkpoint; another goes on from there. */
    void restart() throws Exception {
        operator.beforeSnapshot();
        assertThat(drain()).isEmpty();
        String handle = operator.snapshot(++checkpoints).write().keyedStateJson();
        operator.close();
        start(List.of(handle));
    }

    @Override
    public void close() {
        operator.close();
        assertThat(pool.usedBytes()).as("memory left reserved").isZero();
    }
}

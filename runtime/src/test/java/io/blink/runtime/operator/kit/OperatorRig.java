package io.blink.runtime.operator.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.LocalSpillFiles;
import io.blink.runtime.task.OperatorFactory;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs one operator as a task's driver does, holding it to its contract. */
public final class OperatorRig implements AutoCloseable {
    private final OperatorContext context;
    private final ExecutorService ioExecutor = Executors.newSingleThreadExecutor();
    private final LocalSpillFiles spillFiles;
    private final MemoryPool pool;
    private final Random random;
    private OperatorStatistics statistics = OperatorStatistics.NONE;

    public OperatorRig(
            OperatorSpec spec,
            List<List<DataType>> inputs,
            List<DataType> output,
            long memoryBytes,
            Path directory,
            Random random) {
        List<OperatorInput> edges = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            edges.add(new OperatorInput.FromEdge(i));
        }
        this.random = random;
        pool = new MemoryPool("the test's slot", memoryBytes);
        spillFiles = new LocalSpillFiles(List.of(directory), "task-" + random.nextInt(Integer.MAX_VALUE));
        OperatorNode node = new OperatorNode(1, "state", spec.getClass().getSimpleName(), spec, edges, fields(output));
        context = new OperatorContext(
                "job",
                node,
                inputs.stream().map(OperatorRig::fields).toList(),
                1,
                0,
                1,
                1,
                1,
                128,
                ExecutionMode.BATCH,
                pool,
                spillFiles,
                ioExecutor,
                ZoneOffset.UTC,
                0,
                UserFunctions.none());
    }

    public static List<Field> fields(List<DataType> types) {
        List<Field> fields = new ArrayList<>();
        for (DataType type : types) {
            fields.add(new Field("c" + fields.size(), type));
        }
        return fields;
    }

    public OperatorContext context() {
        return context;
    }

    public MemoryPool pool() {
        return pool;
    }

    public OperatorStatistics statistics() {
        return statistics;
    }

    /** Feeds all batches of all inputs, in random turns where the operator takes several, and gives what it emits. */
    public List<Batch> run(List<List<Batch>> inputs) {
        try (Operator operator = OperatorFactory.create(context)) {
            List<Batch> emitted = run(operator, inputs);
            statistics = operator.statistics();
            return emitted;
        }
    }

    public List<Batch> run(Operator operator, List<List<Batch>> inputs) {
        List<Batch> emitted = new ArrayList<>();
        int[] next = new int[inputs.size()];
        boolean[] ended = new boolean[inputs.size()];
        while (!operator.finished()) {
            Batch batch = operator.output();
            if (batch != null) {
                assertThat(batch.rowCount()).isPositive();
                emitted.add(batch);
                continue;
            }
            if (random.nextInt(4) == 0) {
                endBackgroundWork();
            }
            Wait wait = operator.waitsFor();
            if (!wait.isNone()) {
                await(wait);
            } else if (!operator.finished()) {
                assertThat(feed(operator, inputs, next, ended))
                        .as("takes no input and waits for nothing: a task would never call it again")
                        .isTrue();
            }
        }
        assertThat(operator.output()).isNull();
        return emitted;
    }

    /** What an operator has found not to be there may be there when it is asked what it waits for. */
    private void endBackgroundWork() {
        try {
            ioExecutor.submit(() -> {}).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError("background work does not end", e);
        }
    }

    private boolean feed(Operator operator, List<List<Batch>> inputs, int[] next, boolean[] ended) {
        int first = inputs.isEmpty() ? 0 : random.nextInt(inputs.size());
        for (int k = 0; k < inputs.size(); k++) {
            int input = (first + k) % inputs.size();
            if (ended[input]) {
                continue;
            }
            if (next[input] == inputs.get(input).size()) {
                ended[input] = true;
                operator.endInput(input);
                return true;
            }
            if (operator.needsInput(input)) {
                operator.addInput(input, inputs.get(input).get(next[input]++));
                return true;
            }
        }
        return false;
    }

    private static void await(Wait wait) {
        try {
            wait.event().get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return; // the operator reports it when it is called next
        } catch (InterruptedException | TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    /** The same rows, one a batch. */
    public static List<Batch> oneByOne(List<Batch> batches) {
        List<Batch> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int i = 0; i < batch.rowCount(); i++) {
                rows.add(batch.slice(i, 1));
            }
        }
        return rows;
    }

    @Override
    public void close() {
        ioExecutor.shutdown();
        try {
            assertThat(ioExecutor.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        spillFiles.close();
        assertThat(pool.usedBytes()).as("memory left reserved").isZero();
    }
}

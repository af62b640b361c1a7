package io.blink.runtime.task;

import io.blink.core.column.Batch;
import io.blink.core.plan.ExecutionMode;
import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.exchange.BlockingOutput;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.exchange.TaskOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The outputs of a task. The rows of its root go to every one of them. */
final class RootOutputs implements ChainedOperator.Downstream {
    private final List<TaskOutput> outputs;
    private final ExecutionMode mode;

    RootOutputs(List<TaskOutput> outputs, ExecutionMode mode) {
        this.outputs = List.copyOf(outputs);
        this.mode = mode;
    }

    @Override
    public boolean hasRoom() {
        for (TaskOutput output : outputs) {
            if (!output.hasRoom()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void rows(Batch batch) {
        outputs.forEach(output -> output.rows(batch));
    }

    @Override
    public void control(Element control) {
        if (!(control instanceof Element.End || control instanceof Element.Origin)) {
            outputs.forEach(output -> output.control(control));
        }
    }

    /** A stream's consumer that goes away has failed; its region restarts, and the sources must not look finished. */
    @Override
    public boolean abandoned() {
        return mode == ExecutionMode.BATCH
                && !outputs.isEmpty()
                && outputs.stream().allMatch(TaskOutput::abandoned);
    }

    /** As {@link TaskOutput#end}, for all. */
    CompletableFuture<Void> end() {
        return CompletableFuture.allOf(outputs.stream().map(TaskOutput::end).toArray(CompletableFuture[]::new));
    }

    /** As {@link TaskOutput#fail}, for all. */
    void fail(String reason) {
        outputs.forEach(output -> output.fail(reason));
    }

    /** What consumers of a later stage find, once {@link #end} has completed. */
    List<OutputPartitions> partitions() {
        List<OutputPartitions> partitions = new ArrayList<>();
        for (TaskOutput output : outputs) {
            if (output instanceof BlockingOutput blocking) {
                partitions.add(OutputPartitions.newBuilder()
                        .setEdgeId(blocking.edgeId())
                        .setSummary(Summaries.of(blocking.statistics()))
                        .build());
            }
        }
        return partitions;
    }
}

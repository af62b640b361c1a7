package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;

/** One run of a plan of batch operators over rows that are all there. Each operator pulls from those below it. Used on the task's thread. */
final class PlanRun implements AutoCloseable {
    private final List<Step> steps = new ArrayList<>();
    private final Step last;
    private Wait wait = Wait.NONE;

    /** Where an operator's input comes from: {@code null} at the end, and while {@link #wait} is not {@link Wait#NONE}. */
    private interface Source {
        Batch next();
    }

    /**
     * @param plan inputs before readers
     * @param outer of the operator that runs it
     * @param maker makes its operators
     * @param inputs gives the rows of an input, as often as the plan reads them
     */
    PlanRun(
            List<OperatorNode> plan,
            OperatorContext outer,
            Function<OperatorContext, Operator> maker,
            IntFunction<TableCursor> inputs) {
        Map<Integer, Step> byId = new HashMap<>();
        Map<Integer, List<Field>> fields = new HashMap<>();
        for (OperatorNode node : plan) {
            List<Source> sources = new ArrayList<>();
            List<List<Field>> columns = new ArrayList<>();
            for (OperatorInput input : node.inputs()) {
                if (input instanceof OperatorInput.FromOperator from) {
                    sources.add(byId.get(from.operatorId())::next);
                    columns.add(fields.get(from.operatorId()));
                } else {
                    int edge = ((OperatorInput.FromEdge) input).edgeId();
                    sources.add(inputs.apply(edge)::next);
                    columns.add(outer.inputs().get(edge));
                }
            }
            Step step = new Step(maker.apply(context(outer, node, columns)), sources);
            steps.add(step);
            byId.put(node.id(), step);
            fields.put(node.id(), node.output());
        }
        last = steps.get(steps.size() - 1);
    }

    private static OperatorContext context(OperatorContext outer, OperatorNode node, List<List<Field>> inputs) {
        return new OperatorContext(
                outer.jobId(),
                new OperatorNode(
                        outer.node().id(), node.stateId(), node.name(), node.spec(), node.inputs(), node.output()),
                inputs,
                outer.vertexId(),
                outer.subtask(),
                outer.attempt(),
                outer.term(),
                outer.parallelism(),
                outer.keyGroups(),
                ExecutionMode.BATCH,
                outer.memory(),
                outer.spillFiles(),
                outer.ioExecutor(),
                outer.timeZone(),
                outer.statementStartMicros(),
                outer.userFunctions());
    }

    private final class Step {
        private final Operator operator;
        private final List<Source> sources;
        private final boolean[] ended;

        Step(Operator operator, List<Source> sources) {
            this.operator = operator;
            this.sources = sources;
            this.ended = new boolean[sources.size()];
        }

        Batch next() {
            while (true) {
                Batch batch = operator.output();
                if (batch != null) {
                    return batch;
                }
                Wait own = operator.waitsFor();
                if (!own.isNone()) {
                    wait = own;
                    return null;
                }
                if (operator.finished()) {
                    return null;
                }
                if (!takeInput()) {
                    return null;
                }
            }
        }

        private boolean takeInput() {
            for (int i = 0; i < ended.length; i++) {
                if (!ended[i] && operator.needsInput(i)) {
                    Batch rows = sources.get(i).next();
                    if (rows != null) {
                        operator.addInput(i, rows);
                    } else if (wait.isNone()) {
                        operator.endInput(i);
                        ended[i] = true;
                    }
                    return wait.isNone();
                }
            }
            throw new IllegalStateException(operator + " neither wants input nor gives output");
        }
    }

    /** The next rows; {@code null} at the end, and while {@link #waitsFor} names something. */
    Batch next() {
        wait = Wait.NONE;
        return last.next();
    }

    Wait waitsFor() {
        return wait;
    }

    @Override
    public void close() {
        steps.forEach(step -> step.operator.close());
    }
}

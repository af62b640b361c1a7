package io.blink.runtime.worker;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.spill.SpillFile;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Hand-written operators: results and unions pass rows on, an aggregate without calls sums the only column, a filter fails with its first
 * rows and a projection when it is made, a sort spills.
 */
final class TestingOperators {
    private TestingOperators() {}

    static Operator create(OperatorContext context) {
        OperatorSpec spec = context.node().spec();
        if (spec instanceof OperatorSpec.Aggregate) {
            return new Sum(context.inputs().size());
        }
        if (spec instanceof OperatorSpec.Filter) {
            return new Failing();
        }
        if (spec instanceof OperatorSpec.Limit limit) {
            return new FirstRows(limit.limit());
        }
        if (spec instanceof OperatorSpec.Sort) {
            return new Spilled(context);
        }
        if (spec instanceof OperatorSpec.Project) {
            new Spilled(context);
            throw new BlinkException(
                    CoreErrorCode.INTERNAL,
                    "planted behind " + context.spillFiles().spilledBytes() + " spilled bytes");
        }
        return new PassOn(context.inputs().size());
    }

    private static class PassOn implements Operator {
        final ArrayDeque<Batch> ready = new ArrayDeque<>();
        int openInputs;

        PassOn(int inputs) {
            openInputs = inputs;
        }

        @Override
        public boolean needsInput(int input) {
            return ready.isEmpty();
        }

        @Override
        public void addInput(int input, Batch batch) {
            ready.add(batch);
        }

        @Override
        public void endInput(int input) {
            openInputs--;
        }

        @Override
        public Batch output() {
            return ready.poll();
        }

        @Override
        public boolean finished() {
            return openInputs == 0 && ready.isEmpty();
        }

        @Override
        public void close() {}
    }

    /** Has a spill file as soon as it is there, and leaves it to the task. */
    private static final class Spilled extends PassOn {
        Spilled(OperatorContext context) {
            super(context.inputs().size());
            SpillFile file = context.spillFiles().create("sort", context.node().output());
            file.append(new Batch(List.of(new LongColumn(1, new long[] {1}, null))));
            file.finish();
        }
    }

    private static final class Sum extends PassOn {
        private long sum;

        Sum(int inputs) {
            super(inputs);
        }

        @Override
        public void addInput(int input, Batch batch) {
            for (int i = 0; i < batch.rowCount(); i++) {
                sum += ((LongColumn) batch.column(0).flat()).values()[i];
            }
        }

        @Override
        public void endInput(int input) {
            super.endInput(input);
            if (openInputs == 0) {
                ready.add(new Batch(List.of(new LongColumn(1, new long[] {sum}, null))));
            }
        }
    }

    private static final class FirstRows extends PassOn {
        private long left;

        FirstRows(long left) {
            super(1);
            this.left = left;
        }

        @Override
        public void addInput(int input, Batch batch) {
            int count = (int) Math.min(left, batch.rowCount());
            left -= count;
            super.addInput(input, batch.slice(0, count));
        }

        @Override
        public boolean needsInput(int input) {
            return left > 0 && super.needsInput(input);
        }

        @Override
        public boolean finished() {
            return (left == 0 && ready.isEmpty()) || super.finished();
        }
    }

    private static final class Failing extends PassOn {
        Failing() {
            super(1);
        }

        @Override
        public void addInput(int input, Batch batch) {
            throw new IllegalStateException("planted");
        }
    }
}

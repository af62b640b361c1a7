package io.blink.runtime.task;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorFactory;
import io.blink.runtime.operator.window.WindowAggregateOperator;
import io.blink.state.checkpoint.StateHandle;
import java.util.ArrayList;
import java.util.List;

/** The operators of an engine: those with keyed state take it up from the job's folder, the others come from {@link OperatorFactory}. */
public final class StatefulOperators implements OperatorMaker {
    private final FileSystems fileSystems;

    public StatefulOperators(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    @Override
    public Operator create(OperatorContext context, RestoredOperator restored) {
        if (!(context.node().spec() instanceof OperatorSpec.WindowAggregate window)) {
            return OperatorFactory.create(context);
        }
        WindowAggregateOperator operator = new WindowAggregateOperator(
                window, context, fileSystems.of(restored.jobDirectory()), restored.jobDirectory());
        return restored.isFresh() ? operator : restored(operator, restored);
    }

    private static Operator restored(WindowAggregateOperator operator, RestoredOperator from) {
        List<String> handles = new ArrayList<>(from.keyedStateHandles());
        if (handles.isEmpty() && !from.state().getKeyedStateJson().isEmpty()) {
            handles.add(from.state().getKeyedStateJson());
        }
        try {
            operator.restore(handles.stream().map(StateHandle::fromJson).toList());
            return operator;
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }
}

package io.blink.runtime.task;

import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorFactory;
import io.blink.state.table.PagedStateBackend;
import java.util.List;

/** The operators of an engine: those with keyed state take it up from the job's folder, the others come from {@link OperatorFactory}. */
public final class StatefulOperators implements OperatorMaker {
    private final FileSystems fileSystems;
    private final StateBackend backend;

    public StatefulOperators(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
        this.backend = new PagedStateBackend();
    }

    @Override
    public Operator create(OperatorContext context, RestoredOperator restored) {
        if (!KeyedOperators.isKeyed(context.node().spec())) {
            return OperatorFactory.create(context);
        }
        KeyedStateStore store = store(context, restored);
        try {
            return KeyedOperators.create(context, store);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private KeyedStateStore store(OperatorContext context, RestoredOperator restored) {
        String directory = restored.jobDirectory() + "/state/" + context.vertexId() + "-"
                + context.node().id() + "-" + context.subtask();
        StateScope scope = new StateScope(
                context.owner(),
                directory,
                context.attempt(),
                context.subtask(),
                context.parallelism(),
                context.keyGroups());
        KeyedStateStore store = backend.open(scope, fileSystems.of(restored.jobDirectory()), context.memory());
        try {
            store.restore(handles(restored));
            return store;
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static List<String> handles(RestoredOperator from) {
        if (from.isFresh()) {
            return List.of();
        }
        String own = from.state().getKeyedStateJson();
        return !from.keyedStateHandles().isEmpty() || own.isEmpty() ? from.keyedStateHandles() : List.of(own);
    }
}

package io.blink.runtime.task;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.join.lookup.kept.KeptLookupOperator;
import io.blink.state.local.LocalCopies;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operators of an engine: those with keyed state take it up from the job's folder, the others come from {@link OperatorFactory}. */
public final class StatefulOperators implements OperatorMaker {
    private static final Logger LOG = LoggerFactory.getLogger(StatefulOperators.class);

    private final FileSystems fileSystems;
    private final StateBackends backends;
    private final Path localFolder;

    /** @param localFolder of this worker; what lies in a job's folder below it goes when the job is released */
    public StatefulOperators(FileSystems fileSystems, StateBackends backends, Path localFolder) {
        this.fileSystems = fileSystems;
        this.backends = backends;
        this.localFolder = localFolder;
    }

    /** Whether operators of the spec save keyed state. */
    public static boolean isKeyed(OperatorSpec spec) {
        return KeyedOperators.isKeyed(spec);
    }

    @Override
    public Operator create(OperatorContext context, RestoredOperator restored, Operator lookup) {
        OperatorSpec spec = context.node().spec();
        if (spec instanceof OperatorSpec.KeptLookup kept) {
            return keeping(kept, context, restored, lookup);
        }
        return KeyedOperators.isKeyed(spec)
                ? withStore(context, restored, store -> KeyedOperators.create(context, store))
                : OperatorFactory.create(context);
    }

    private Operator keeping(
            OperatorSpec.KeptLookup spec, OperatorContext context, RestoredOperator restored, Operator lookup) {
        try {
            return withStore(context, restored, store -> new KeptLookupOperator(spec, context, store, lookup));
        } catch (RuntimeException e) {
            lookup.close();
            throw e;
        }
    }

    private Operator withStore(
            OperatorContext context, RestoredOperator restored, Function<KeyedStateStore, Operator> operator) {
        KeyedStateStore store = store(context, restored);
        try {
            return operator.apply(store);
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
        Path local = localFolder.resolve(context.jobId()).resolve("state");
        StateBackend backend = backends.of(restored.settings(), local);
        FileSystem durable = fileSystems.of(restored.jobDirectory());
        if (!restored.settings().get(StateOptions.LOCAL_RECOVERY)) {
            return open(backend, scope, durable, context, restored);
        }
        LocalCopies copies = new LocalCopies(durable, local.resolve("copies"));
        try {
            return open(backend, scope, copies, context, restored);
        } catch (BlinkException e) {
            if (!copies.openedCopy()) {
                throw e;
            }
            LOG.warn("{} cannot restore from local copies and takes the checkpoint's files", context.owner(), e);
            copies.distrust();
            return open(backend, scope, copies, context, restored);
        }
    }

    private static KeyedStateStore open(
            StateBackend backend,
            StateScope scope,
            FileSystem fileSystem,
            OperatorContext context,
            RestoredOperator restored) {
        KeyedStateStore store = backend.open(scope, fileSystem, context.memory());
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

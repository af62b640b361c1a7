package io.blink.runtime.task;

import io.blink.core.lifecycle.Resources;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Connector;
import io.blink.core.type.Field;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.function.UserFunctions;
import io.blink.runtime.operator.KeyFilterSource;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.join.lookup.LookupJoinOperator;
import io.blink.runtime.operator.join.lookup.request.KeyLookupJoinOperator;
import io.blink.runtime.operator.scan.ScanOperator;
import io.blink.runtime.operator.scan.SplitRequester;
import io.blink.runtime.operator.write.StagingOperator;
import io.blink.runtime.operator.write.WriteOperator;
import io.blink.runtime.spill.SpillFiles;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the operators of one task, in the order of its vertex, with the state that its deployment names: scans, writes and look-ups with their connectors, all others as the worker's
 * {@link OperatorMaker} does.
 */
final class TaskOperators {
    private final DeployTask deployment;
    private final int term;
    private final JobGraph graph;
    private final TaskEnvironment environment;
    private final MasterRequests requests;
    private final UserFunctions userFunctions;
    private final AlignedSources aligned;
    private final Map<Integer, ScanOperator> scans = new HashMap<>();
    private final Map<Integer, List<PendingKeyFilter>> pendingFilters = new HashMap<>();
    private final Resources resources;

    TaskOperators(
            DeployTask deployment, int term, JobGraph graph, TaskEnvironment environment, MasterRequests requests) {
        TaskAttemptId task = deployment.getTask();
        this.deployment = deployment;
        this.term = term;
        this.graph = graph;
        this.environment = environment;
        this.requests = requests;
        this.aligned = new AlignedSources(task, graph.vertex(task.getVertexId()), requests);
        this.userFunctions = UserFunctions.of(environment.userCode(), task.getJobId(), graph.settings(), this::memory);
        resources = new Resources("task " + task.getVertexId() + "." + task.getSubtask());
        resources.add(userFunctions);
    }

    /** The scans by operator id. */
    Map<Integer, ScanOperator> scans() {
        return scans;
    }

    AlignedSources aligned() {
        return aligned;
    }

    /** What is to be closed when the operators are, on an I/O thread: spill files and users' functions. */
    Resources resources() {
        return resources;
    }

    /** @param inputs columns of each */
    Operator create(OperatorNode node, List<List<Field>> inputs) {
        OperatorContext context = context(node, inputs);
        OperatorSpec spec = node.spec();
        RestoredOperator restored = restored(node);
        if (spec instanceof OperatorSpec.TableScan scan) {
            return scan(context, scan, restored);
        }
        if (AlignedSources.isAligned(spec)) {
            return aligned.create(context, scans);
        }
        if (spec instanceof OperatorSpec.TableWrite write) {
            return new WriteOperator(context, connector(write.sink().connector()), write.sink());
        }
        if (spec instanceof OperatorSpec.TableStage stage) {
            return new StagingOperator(
                    context, new WriteOperator(context, connector(stage.sink().connector()), stage.sink()));
        }
        if (spec instanceof OperatorSpec.LookupJoin || spec instanceof OperatorSpec.KeyLookupJoin) {
            return lookup(spec, context);
        }
        if (spec instanceof OperatorSpec.KeptLookup kept) {
            return environment.operators().create(context, restored, lookup(kept.lookup(), context));
        }
        Operator operator = environment.operators().create(context, restored, null);
        decideKeyFilters(node.id(), operator);
        return operator;
    }

    private Operator lookup(OperatorSpec spec, OperatorContext context) {
        if (spec instanceof OperatorSpec.LookupJoin join) {
            return new LookupJoinOperator(
                    join, context, environment.lookupTables().open(join, ZoneId.of(graph.timeZone())));
        }
        OperatorSpec.KeyLookupJoin join = (OperatorSpec.KeyLookupJoin) spec;
        return new KeyLookupJoinOperator(
                join, context, () -> connector(join.table().connector()).lookup(join.table()));
    }

    private OperatorContext context(OperatorNode node, List<List<Field>> inputs) {
        TaskAttemptId task = deployment.getTask();
        return new OperatorContext(
                task.getJobId(),
                node,
                inputs,
                task.getVertexId(),
                task.getSubtask(),
                task.getAttempt(),
                term,
                deployment.getParallelism(),
                graph.keyGroups(),
                graph.mode(),
                memory(),
                spillFiles(node),
                environment.ioExecutor(),
                ZoneId.of(graph.timeZone()),
                graph.statementStartMicros(),
                userFunctions);
    }

    private SpillFiles spillFiles(OperatorNode node) {
        SpillFiles files = environment.spillFiles().create(deployment.getTask(), node);
        if (files instanceof AutoCloseable closeable) {
            resources.add(closeable);
        }
        return files;
    }

    private MemoryPool memory() {
        int slot = deployment.getSlot();
        if (slot < 0 || slot >= environment.slotMemory().size()) {
            throw TaskDriver.invalid(
                    "This worker has " + environment.slotMemory().size() + " slots and no slot " + slot + ".");
        }
        return environment.slotMemory().get(slot);
    }

    private ScanOperator scan(OperatorContext context, OperatorSpec.TableScan scan, RestoredOperator restored) {
        int id = context.node().id();
        ScanOperator operator =
                new ScanOperator(context, connector(scan.scan().connector()), splitRequester(id), pendingFilters(scan));
        if (!restored.isFresh()) {
            operator.restore(restored.state().getSplitsList(), restored.state().getAnsweredRequestId());
        }
        scans.put(id, operator);
        return operator;
    }

    private void decideKeyFilters(int operatorId, Operator operator) {
        for (PendingKeyFilter pending : pendingFilters.getOrDefault(operatorId, List.of())) {
            if (operator instanceof KeyFilterSource source) {
                source.decides(pending);
            } else {
                pending.decide(null);
            }
        }
    }

    /** Scans come before the operators that filter them. */
    private List<PendingKeyFilter> pendingFilters(OperatorSpec.TableScan scan) {
        List<PendingKeyFilter> ofScan =
                scan.runtimeFilters().stream().map(PendingKeyFilter::new).toList();
        ofScan.forEach(pending -> pendingFilters
                .computeIfAbsent(pending.place().operator(), operator -> new ArrayList<>())
                .add(pending));
        return ofScan;
    }

    private Connector connector(String name) {
        return environment.connectors().get(name);
    }

    private SplitRequester splitRequester(int operatorId) {
        return (requestId, maxSplits) -> requests.splits(SplitRequest.newBuilder()
                .setTask(deployment.getTask())
                .setOperatorId(operatorId)
                .setRequestId(requestId)
                .setMaxSplits(maxSplits)
                .build());
    }

    private RestoredOperator restored(OperatorNode node) {
        OperatorState state = deployment.getRestoredStatesList().stream()
                .filter(candidate -> candidate.getStateId().equals(node.stateId()))
                .findFirst()
                .orElse(OperatorState.getDefaultInstance());
        List<String> handles = deployment.getRestoredKeyedStatesList().stream()
                .filter(candidate -> candidate.getStateId().equals(node.stateId()))
                .flatMap(candidate -> candidate.getHandlesList().stream())
                .toList();
        return new RestoredOperator(
                deployment.getRestoredCheckpointId(), state, handles, deployment.getJobDirectory(), graph.settings());
    }
}

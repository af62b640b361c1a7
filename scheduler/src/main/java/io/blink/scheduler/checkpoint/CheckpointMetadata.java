package io.blink.scheduler.checkpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Split;
import io.blink.scheduler.split.ScanState;
import io.blink.state.checkpoint.StateHandle;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A completed checkpoint, as it is stored: all that a stream needs to go on, its plan included.
 *
 * @param previous the checkpoint that this one follows; 0 if none. Of other ones between them nothing may be committed
 * @param timestampMillis since 1970, when it was triggered
 * @param committables prepared for it, by sink
 */
public record CheckpointMetadata(
        String jobId,
        long checkpointId,
        long previous,
        int term,
        long timestampMillis,
        long stateBytes,
        JobGraph graph,
        List<VertexState> vertices,
        List<ScanState> scans,
        Map<Integer, List<Committable>> committables) {
    public static final String KIND = "checkpoint";
    public static final int VERSION = 1;

    public CheckpointMetadata {
        vertices = List.copyOf(vertices);
        scans = List.copyOf(scans);
    }

    /** Without what was prepared for it: that is committed. */
    public CheckpointMetadata withoutCommittables() {
        return new CheckpointMetadata(
                jobId, checkpointId, previous, term, timestampMillis, stateBytes, graph, vertices, scans, Map.of());
    }

    /** The same in copies of its files. */
    public CheckpointMetadata inFiles(UnaryOperator<String> copy) {
        return map(
                handle -> handle.inFiles(handle.files().stream().map(copy).toList()),
                channel -> channel.in(copy.apply(channel.file())));
    }

    /** With other handles of keyed state. */
    public CheckpointMetadata mapHandles(UnaryOperator<StateHandle> change) {
        return map(change, channel -> channel);
    }

    /** Whether barriers overtook rows. */
    public boolean hasOvertakenRows() {
        return channels().findAny().isPresent();
    }

    private Stream<OvertakenRecord> channels() {
        return vertices.stream().flatMap(vertex -> vertex.tasks().stream()).flatMap(task -> task.channels().stream());
    }

    /** All state files that it names, each once. */
    public Set<String> files() {
        Set<String> files = new LinkedHashSet<>();
        vertices.stream()
                .flatMap(vertex -> vertex.tasks().stream())
                .flatMap(task -> task.operators().stream())
                .filter(operator -> !operator.keyedState().isEmpty())
                .forEach(operator ->
                        files.addAll(StateHandle.fromJson(operator.keyedState()).files()));
        channels().forEach(channel -> files.add(channel.file()));
        return files;
    }

    private CheckpointMetadata map(UnaryOperator<StateHandle> change, UnaryOperator<OvertakenRecord> channelChange) {
        List<VertexState> changed = vertices.stream()
                .map(vertex -> new VertexState(
                        vertex.vertexId(),
                        vertex.parallelism(),
                        vertex.tasks().stream()
                                .map(task -> new TaskState(
                                        task.subtask(),
                                        task.operators().stream()
                                                .map(operator -> operator.mapHandle(change))
                                                .toList(),
                                        task.channels().stream()
                                                .map(channelChange)
                                                .toList()))
                                .toList()))
                .toList();
        return new CheckpointMetadata(
                jobId, checkpointId, previous, term, timestampMillis, stateBytes, graph, changed, scans, committables);
    }

    /** Whether no task had anything left to do. */
    public boolean everythingFinished() {
        return vertices.stream().allMatch(vertex -> vertex.tasks().isEmpty());
    }

    /** How many tasks that vertex had; empty if the checkpoint does not know it. */
    public Optional<Integer> parallelism(int vertexId) {
        return vertices.stream()
                .filter(vertex -> vertex.vertexId() == vertexId)
                .map(VertexState::parallelism)
                .findFirst();
    }

    /** @param tasks those that had not finished */
    public record VertexState(int vertexId, int parallelism, List<TaskState> tasks) {
        public VertexState {
            tasks = List.copyOf(tasks);
        }
    }

    /** @param channels rows that the barrier overtook on the way to the task */
    public record TaskState(
            int subtask,
            List<OperatorStateRecord> operators,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OvertakenRecord> channels) {
        public TaskState {
            operators = List.copyOf(operators);
            // Without any they are not written.
            channels = channels == null ? List.of() : List.copyOf(channels);
        }
    }

    /** Rows on their way from one task to another, as they lie in a file. @param watermarkMicros of the whole edge, behind the rows of all its channels */
    public record OvertakenRecord(
            int edgeId, int producer, String file, long offset, long bytes, long watermarkMicros) {
        private OvertakenRecord in(String copy) {
            return new OvertakenRecord(edgeId, producer, copy, offset, bytes, watermarkMicros);
        }
    }

    /** @param keyedState handle of the state module, or empty */
    public record OperatorStateRecord(
            int operatorId, String stateId, String keyedState, List<SplitPosition> splits, long watermarkMicros) {
        public OperatorStateRecord {
            splits = List.copyOf(splits);
        }

        private OperatorStateRecord mapHandle(UnaryOperator<StateHandle> change) {
            String changed = keyedState.isEmpty()
                    ? ""
                    : change.apply(StateHandle.fromJson(keyedState)).toJson();
            return new OperatorStateRecord(operatorId, stateId, changed, splits, watermarkMicros);
        }

        /** The same of an operator of another plan. */
        public OperatorStateRecord of(int otherOperatorId) {
            return new OperatorStateRecord(otherOperatorId, stateId, keyedState, splits, watermarkMicros);
        }
    }

    /** @param position where its reader goes on */
    public record SplitPosition(Split split, String position) {}
}

package io.blink.scheduler.store;

import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Split;
import io.blink.scheduler.adaptive.StageDecision;
import io.blink.scheduler.execution.SharedBuckets;
import java.util.List;
import java.util.Map;

/**
 * A region of a batch that has finished.
 *
 * @param sequence later records of the same region replace earlier ones
 * @param blockingEdges how every edge of the submitted job was bound
 * @param decisions all that had been taken when the region finished, in order
 */
public record RegionRecord(
        long sequence,
        List<Integer> vertices,
        Map<Integer, Boolean> blockingEdges,
        List<StageDecision> decisions,
        List<VertexRecord> executions) {
    static final String KIND = "region";
    static final int VERSION = 2;

    /** @param bucketStarts see {@code VertexExecution}, as for {@code shared} */
    public record VertexRecord(int vertexId, int[] bucketStarts, List<SharedBuckets> shared, List<TaskRecord> tasks) {}

    /**
     * @param inputs the blocking attempts that it read
     * @param splits what it read, by scan
     */
    public record TaskRecord(
            int subtask,
            int attempt,
            String workerId,
            String dataHost,
            int dataPort,
            List<InputRecord> inputs,
            List<OutputRecord> outputs,
            Map<Integer, List<Split>> splits,
            Map<Integer, List<Committable>> committables) {}

    public record InputRecord(int edgeId, int vertexId, int subtask, int attempt) {}

    public record OutputRecord(int edgeId, List<Long> bucketBytes, List<Long> bucketRows, List<Long> bucketChecksums) {}
}

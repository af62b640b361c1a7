package io.blink.sql.explain;

import io.blink.core.spi.connector.ScanFigures;
import java.util.Map;

/**
 * What a job did, for EXPLAIN ANALYZE.
 *
 * @param vertices by id
 * @param operators by id
 */
public record ActualRun(Map<Integer, VertexRun> vertices, Map<Integer, OperatorRun> operators) {
    public ActualRun {
        vertices = Map.copyOf(vertices);
        operators = Map.copyOf(operators);
    }

    /** @param bytesWritten to blocking exchanges */
    public record VertexRun(int tasks, int splits, long bytesWritten) {}

    /** Sums over the tasks; the memory is the largest that one of them held. */
    public record OperatorRun(
            long rowsIn, long rowsOut, long busyNanos, long memoryBytesPeak, long spilledBytes, ScanFigures scan) {}
}

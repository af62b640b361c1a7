package io.blink.testing.peers.nexmark;

import io.blink.core.column.Batch;
import io.blink.core.spi.connector.SplitReader;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.columnar.ColumnarRowData;

/** A split that is being read, a batch at a time; the row that it hands out is valid until the next one, as that of Flink's readers of columnar files. */
final class OpenSplit implements AutoCloseable {
    /** Enough to spread what a batch costs, and few enough that the batch stays in the cache until its last row is out. */
    private static final int BATCH_ROWS = 500;

    private final NexmarkSplit split;
    private final SplitReader reader;
    private final RowVectors vectors;
    private final ColumnarRowData row = new ColumnarRowData();
    private String batchPosition;
    private int rows;
    private int handedOut;

    OpenSplit(NexmarkSplit split, NexmarkScan.Open scan) {
        this.split = split;
        this.reader = scan.reader(split);
        this.vectors = scan.rows();
        if (split.rows() > 0) {
            reader.next(split.rows());
        }
        this.batchPosition = reader.position();
    }

    /** {@code null}: the split has ended. */
    RowData next() {
        if (batchEnded() && !nextBatch()) {
            return null;
        }
        row.setRowId(handedOut++);
        return row;
    }

    private boolean nextBatch() {
        if (reader.finished()) {
            return false;
        }
        batchPosition = reader.position();
        Batch batch = reader.next(BATCH_ROWS);
        row.setVectorizedColumnBatch(vectors.of(batch));
        rows = batch.rowCount();
        handedOut = 0;
        return true;
    }

    /** Whether the row handed out last is the last one of its batch. */
    boolean batchEnded() {
        return handedOut == rows;
    }

    /** With all rows that were handed out behind it. */
    NexmarkSplit snapshot() {
        return new NexmarkSplit(split.splitId(), split.json(), batchPosition, handedOut);
    }

    @Override
    public void close() {
        reader.close();
    }
}

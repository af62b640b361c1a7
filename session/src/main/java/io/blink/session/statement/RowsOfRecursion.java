package io.blink.session.statement;

import io.blink.core.column.Batch;
import io.blink.scheduler.client.ResultStream;

/** A query's rows, behind which what its recursive parts kept is deleted. */
record RowsOfRecursion(ResultStream rows, RecursionJobs recursion) implements ResultStream {
    @Override
    public Batch next() throws InterruptedException {
        return rows.next();
    }

    @Override
    public void close() {
        try {
            rows.close();
        } finally {
            recursion.close();
        }
    }
}

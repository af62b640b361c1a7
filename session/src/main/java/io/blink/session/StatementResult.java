package io.blink.session;

import io.blink.core.column.Batch;
import io.blink.core.type.Field;
import io.blink.scheduler.client.ResultStream;
import java.util.List;
import java.util.Optional;

/** What a statement gives back. */
public sealed interface StatementResult {
    /** Time that went into parsing and planning, nanoseconds. */
    long planNanos();

    /** Nothing but success: DDL, USE, SET. */
    record Done(long planNanos) implements StatementResult {}

    /** Rows that are known already: SHOW, DESCRIBE, EXPLAIN, SET without a value. */
    record Table(List<Field> fields, List<Batch> batches, long planNanos) implements StatementResult {
        public Table {
            fields = List.copyOf(fields);
            batches = List.copyOf(batches);
        }
    }

    /** Rows that a job makes while they are read. */
    record Rows(List<Field> fields, String jobId, ResultStream rows, long planNanos) implements StatementResult {
        public Rows {
            fields = List.copyOf(fields);
        }
    }

    /** A job that writes. @param rows written, once it has finished; empty while it runs on */
    record Write(String jobId, Optional<Long> rows, long planNanos) implements StatementResult {}
}

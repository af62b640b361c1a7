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

    /**
     * A job that writes.
     *
     * @param written what its sinks took, in the order of the statement, once it has finished; empty while it runs on
     */
    record Write(String jobId, Optional<List<Written>> written, long planNanos) implements StatementResult {
        /** Of all sinks together. */
        public Optional<Long> rows() {
            return written.map(sinks -> sinks.stream().mapToLong(Written::rows).sum());
        }
    }

    /** Rows that one sink took. @param sink as EXPLAIN names it */
    record Written(String sink, long rows) {}
}

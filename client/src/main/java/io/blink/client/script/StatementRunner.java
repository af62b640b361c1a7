package io.blink.client.script;

import io.blink.client.ClientErrorCode;
import io.blink.client.result.ResultFormat;
import io.blink.client.result.ResultPrinter;
import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.scheduler.client.JobClient;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.sql.ParsedStatement;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one statement, which an interrupt of the thread cancels, and prints its result, and with {@code --timing} one line about it. A statement that fails leaves
 * the thread uninterrupted.
 */
public final class StatementRunner {
    private static final Logger LOG = LoggerFactory.getLogger(StatementRunner.class);

    /** Rows that have come are shown at the latest after so long, whether more comes or not. */
    private static final long FLUSH_MILLIS = 100;

    private static final long FLUSH_NANOS = FLUSH_MILLIS * 1_000_000L;

    private final Session session;
    private final JobClient jobs;
    private final JobProgress progress;
    private final ResultFormat format;
    private final boolean timing;
    private final PrintStream output;
    private final PrintStream messages;
    private int count;

    public StatementRunner(
            Session session,
            JobClient jobs,
            JobProgress progress,
            ResultFormat format,
            boolean timing,
            PrintStream output,
            PrintStream messages) {
        this.session = session;
        this.jobs = jobs;
        this.progress = progress;
        this.format = format;
        this.timing = timing;
        this.output = output;
        this.messages = messages;
    }

    /**
     * Errors are reported, except that nobody reads the output any more (OUTPUT_CLOSED), which is thrown.
     *
     * @return whether the statement worked
     */
    public boolean run(StatementText statement) {
        long start = System.nanoTime();
        count++;
        progress.begin();
        try {
            Outcome outcome = execute(statement);
            if (timing) {
                messages.printf(
                        Locale.ROOT,
                        "#%d ok %.3f s (plan %.3f s) %d rows%n",
                        count,
                        (System.nanoTime() - start) / 1e9,
                        outcome.planNanos() / 1e9,
                        outcome.rows());
            }
            return true;
        } catch (BlinkException e) {
            failed(e, statement);
            return false;
        } catch (RuntimeException e) {
            LOG.error("Statement failed: {}", statement.text(), e);
            failed(new BlinkException(CoreErrorCode.INTERNAL, "The statement met a bug of Blink: " + e, e), statement);
            return false;
        } finally {
            progress.clear();
        }
    }

    private void failed(BlinkException e, StatementText statement) {
        boolean interrupted = Thread.interrupted();
        progress.clear();
        boolean closed = e.code() == ClientErrorCode.OUTPUT_CLOSED;
        if (interrupted || closed || e.code() == CoreErrorCode.CANCELED || e.code() == ClientErrorCode.OUTPUT_FAILED) {
            progress.unfinishedJob().ifPresent(this::cancel);
        }
        if (closed) {
            throw e;
        }
        report(e, statement);
    }

    /** Nobody waits for the job any more. */
    private void cancel(String jobId) {
        try {
            jobs.cancel(jobId);
        } catch (BlinkException e) {
            messages.println("[ERROR] " + e.code().name() + ": Job " + jobId + " may still run: " + e.getMessage());
        }
    }

    private void report(BlinkException e, StatementText statement) {
        String message = e.getMessage();
        if (timing) {
            messages.printf("#%d error %s %s%n", count, e.code().name(), message.replaceAll("\\s*\\R\\s*", " "));
        } else {
            messages.println("[ERROR] " + e.code().name() + ": " + message);
            MarkedSource.of(statement, message).ifPresent(messages::println);
        }
    }

    private record Outcome(long rows, long planNanos) {}

    private Outcome execute(StatementText text) {
        long start = System.nanoTime();
        ParsedStatement parsed = StatementParser.parseStatement(text.text(), text.start());
        long parseNanos = System.nanoTime() - start;
        StatementResult result = session.execute(parsed);
        long planNanos = parseNanos + result.planNanos();
        progress.clear();
        if (result instanceof StatementResult.Done) {
            note("ok");
            return new Outcome(0, planNanos);
        }
        if (result instanceof StatementResult.Write write) {
            write.written()
                    .ifPresentOrElse(this::noteWritten, () -> messages.println("job " + write.jobId() + " submitted"));
            return new Outcome(write.rows().orElse(0L), planNanos);
        }
        ResultPrinter printer = format.printer(output, session.timeZone());
        if (result instanceof StatementResult.Table table) {
            printer.begin(table.fields());
            table.batches().forEach(printer::print);
            long rows = table.batches().stream().mapToLong(Batch::rowCount).sum();
            printer.end(rows);
            return new Outcome(rows, planNanos);
        }
        return new Outcome(stream((StatementResult.Rows) result, printer), planNanos);
    }

    private long stream(StatementResult.Rows result, ResultPrinter printer) {
        long rows = 0;
        long heldSince = System.nanoTime();
        progress.waitsFor(result.jobId());
        printer.begin(result.fields());
        try (RowFeed feed = new RowFeed(result.rows())) {
            while (true) {
                Batch batch = feed.next(FLUSH_MILLIS);
                if (batch != null) {
                    progress.clear();
                    heldSince = rows == 0 ? System.nanoTime() : heldSince;
                    printer.print(batch);
                    rows += batch.rowCount();
                    if (System.nanoTime() - heldSince >= FLUSH_NANOS) {
                        printer.flush();
                        heldSince = System.nanoTime();
                    }
                } else if (feed.ended()) {
                    break;
                } else if (rows == 0 && progress.due()) {
                    progress.progress(jobs.status(result.jobId()));
                } else {
                    printer.flush();
                }
            }
        } catch (InterruptedException e) {
            throw new BlinkException(CoreErrorCode.CANCELED, "Job " + result.jobId() + " was cancelled.", e);
        }
        progress.clear();
        printer.end(rows);
        return rows;
    }

    private void noteWritten(List<StatementResult.Written> sinks) {
        if (sinks.size() == 1) {
            note(sinks.get(0).rows() + " rows written");
        } else {
            sinks.forEach(sink -> note(sink.sink() + ": " + sink.rows() + " rows written"));
        }
    }

    private void note(String text) {
        if (!timing && format == ResultFormat.TABLE) {
            messages.println(text);
        }
    }
}

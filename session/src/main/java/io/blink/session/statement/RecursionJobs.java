package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.scheduler.client.JobClient;
import io.blink.session.SessionErrorCode;
import io.blink.session.SessionOptions;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryPlanner;
import io.blink.sql.RecursionSteps;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps of one statement's recursive queries, each a job whose rows go to files. Closing it deletes them. */
final class RecursionJobs implements RecursionSteps, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RecursionJobs.class);

    private final SessionContext context;
    private final JobClient jobs;
    private final JobWaiting waiting;
    private final List<String> folders = new ArrayList<>();

    RecursionJobs(SessionContext context, JobClient jobs, JobWaiting waiting) {
        this.context = context;
        this.jobs = jobs;
        this.waiting = waiting;
    }

    @Override
    public String folder() {
        String folder = parent() + "/blink-recursion-" + UUID.randomUUID();
        folders.add(folder);
        create(folder);
        return folder;
    }

    void create(String folder) {
        try {
            context.fileSystems().of(folder).createDirectories(folder);
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM, "The folder " + folder + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Whether the statement reads its files. */
    boolean used() {
        return !folders.isEmpty();
    }

    private String parent() {
        return context.settings()
                .optional(SessionOptions.RECURSION_DIRECTORY)
                .or(jobs::sharedFolder)
                .orElseThrow(() -> new BlinkException(
                        SessionErrorCode.NO_RECURSION_DIRECTORY,
                        "WITH RECURSIVE keeps the rows of its steps in files, and no folder is known here that all workers see: set '"
                                + SessionOptions.RECURSION_DIRECTORY.key()
                                + "' to one that they can read and write, such as 'hdfs:///tmp'"));
    }

    @Override
    public long write(Statement.Insert step, CatalogTable table, PlannerContext place) {
        JobGraph graph = QueryPlanner.planInsert(step, table, "step of a recursive query", place)
                .graph();
        if (graph.mode() == ExecutionMode.STREAMING) {
            throw SqlErrors.at(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    step.query().position(),
                    "WITH RECURSIVE is not supported in a stream: each step waits for the end of the one before");
        }
        String jobId = jobs.submit(graph);
        return WrittenRows.of(graph, waiting.untilEnded(jobId));
    }

    @Override
    public void close() {
        FileSystems fileSystems = context.fileSystems();
        for (String folder : folders) {
            try {
                fileSystems.of(folder).delete(folder);
            } catch (IOException | BlinkException e) {
                LOG.warn("The rows of a recursive query stay in {}", folder, e);
            }
        }
        folders.clear();
    }
}

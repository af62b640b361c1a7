package io.blink.client.script;

import io.blink.core.plan.ExecutionMode;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import java.util.Locale;

/** One line about how far a job is. A pure function of its status and the time that has passed. */
final class ProgressLine {
    private static final int COLUMNS = 79;
    private static final int BAR = 20;

    private ProgressLine() {}

    static String of(JobStatus status, long elapsedMillis) {
        String line = status.state() == JobState.RUNNING || status.state() == JobState.FINISHING
                ? running(status)
                : status.state().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String withTime = String.format(Locale.ROOT, "%s  %d s", line, elapsedMillis / 1000);
        String message =
                status.message().isEmpty() ? "" : "  " + status.message().replaceAll("\\s+", " ");
        String whole = withTime + message;
        return whole.length() <= COLUMNS ? whole : whole.substring(0, COLUMNS);
    }

    private static String running(JobStatus status) {
        long splits = 0;
        long splitsDone = 0;
        long tasks = 0;
        long tasksDone = 0;
        long rowsRead = 0;
        for (VertexStatus vertex : status.vertices()) {
            splits += vertex.splits();
            // A running task is still on the last split that it was given.
            splitsDone += Math.max(0, vertex.splits() - vertex.splitsWaiting() - vertex.tasksRunning());
            tasks += vertex.parallelism();
            tasksDone += vertex.tasksFinished();
            if (vertex.splits() > 0 && !vertex.operators().isEmpty()) {
                rowsRead += vertex.operators().get(0).rowsOut();
            }
        }
        String counts = String.format(
                Locale.ROOT, "splits %d/%d  tasks %d/%d  rows %,d", splitsDone, splits, tasksDone, tasks, rowsRead);
        return status.mode() == ExecutionMode.STREAMING
                ? counts + "  checkpoint " + status.checkpoints().lastCompleted()
                : bar(splitsDone + tasksDone, splits + tasks) + "  " + counts;
    }

    private static String bar(long done, long all) {
        int filled = all == 0 ? 0 : (int) (done * BAR / all);
        return "[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "]";
    }
}

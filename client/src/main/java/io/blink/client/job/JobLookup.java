package io.blink.client.job;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import java.util.Comparator;
import java.util.List;

/** Finds a job by what the user typed. */
public final class JobLookup {
    private JobLookup() {}

    /** The job of that id, or the only one whose id begins so; JOB_NOT_FOUND names the nearest. */
    public static JobStatus find(JobClient jobs, String id) {
        List<JobStatus> known = jobs.list();
        List<JobStatus> beginning =
                known.stream().filter(job -> job.jobId().startsWith(id)).toList();
        if (beginning.size() == 1) {
            return jobs.status(beginning.get(0).jobId());
        }
        if (beginning.size() > 1) {
            throw notFound("Several jobs begin with '" + id + "': " + ids(beginning) + ".", null);
        }
        try {
            return jobs.status(id);
        } catch (BlinkException e) {
            if (e.code().number() != SchedulerErrorCode.JOB_NOT_FOUND.number()) {
                throw e;
            }
            throw notFound(
                    "There is no job '" + id + "'." + NearestName.hint(id, ids(known))
                            + " 'blink list -a' shows the jobs.",
                    e);
        }
    }

    /** The job that was submitted last; JOB_NOT_FOUND if there was none. */
    public static JobStatus latest(JobClient jobs) {
        return jobs.list().stream()
                .max(Comparator.comparingLong(JobStatus::submittedMillis))
                .map(job -> jobs.status(job.jobId()))
                .orElseThrow(() -> notFound("No job has been submitted yet.", null));
    }

    private static List<String> ids(List<JobStatus> jobs) {
        return jobs.stream().map(JobStatus::jobId).toList();
    }

    private static BlinkException notFound(String message, BlinkException cause) {
        return new BlinkException(SchedulerErrorCode.JOB_NOT_FOUND, message, cause);
    }
}

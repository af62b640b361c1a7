package io.blink.client;

import io.blink.client.job.JobLookup;
import io.blink.client.job.JobText;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Commands about jobs that run elsewhere. */
final class JobCommands {
    private JobCommands() {}

    private static JobClient connect(EngineOptions engine) {
        Configuration configuration = engine.configuration();
        EngineOptions.Target target = engine.clusterTarget(configuration);
        if (target == EngineOptions.Target.LOCAL) {
            throw new BlinkException(
                    ClientErrorCode.INVALID_OPTION,
                    "Jobs of target local live and end with the process that runs them; use --target yarn-session or remote.");
        }
        return RemoteEngines.connect(configuration, target);
    }

    /** {@code blink list}. */
    @Command(
            name = "list",
            description = "Lists jobs: without an option those that have not ended.",
            mixinStandardHelpOptions = true)
    static final class ListJobs implements Callable<Integer> {
        @Mixin
        private EngineOptions engine;

        @Option(
                names = {"-r", "--running"},
                description = "Jobs that run.")
        private boolean running;

        @Option(
                names = {"-s", "--scheduled"},
                description = "Jobs that wait to run.")
        private boolean scheduled;

        @Option(
                names = {"-a", "--all"},
                description = "Jobs that have ended, too.")
        private boolean all;

        @Override
        public Integer call() {
            try (JobClient jobs = connect(engine)) {
                List<JobStatus> shown = jobs.list().stream().filter(shown()).toList();
                System.out.print(new JobText(ZoneId.systemDefault()).list(shown));
            }
            return 0;
        }

        private Predicate<JobStatus> shown() {
            if (all) {
                return job -> true;
            }
            boolean both = running == scheduled;
            return job -> !job.state().ended() && (both || isScheduled(job) == scheduled);
        }

        private static boolean isScheduled(JobStatus job) {
            return job.state() == JobState.CREATED || job.state() == JobState.WAITING_FOR_SLOTS;
        }
    }

    /** {@code blink cancel}. */
    @Command(
            name = "cancel",
            description = "Cancels a job and waits until it has ended.",
            mixinStandardHelpOptions = true)
    static final class CancelJob implements Callable<Integer> {
        @Mixin
        private EngineOptions engine;

        @Parameters(paramLabel = "JOB", description = "The job's id, or how it begins.")
        private String job;

        @Override
        public Integer call() throws InterruptedException {
            try (JobClient jobs = connect(engine)) {
                JobStatus found = JobLookup.find(jobs, job);
                if (!found.state().ended()) {
                    System.err.println("Cancelling job " + found.jobId() + " ...");
                    jobs.cancel(found.jobId());
                    found = jobs.await(found.jobId());
                }
                System.out.println(found.jobId() + "\t" + found.state());
                return found.state() == JobState.CANCELED ? 0 : CommandLines.FAILED;
            }
        }
    }

    /** {@code blink stop}. */
    @Command(
            name = "stop",
            description = "Ends a stream with a savepoint and prints where that is.",
            mixinStandardHelpOptions = true)
    static final class StopJob implements Callable<Integer> {
        @Mixin
        private EngineOptions engine;

        @Option(
                names = {"-p", "--savepointPath"},
                paramLabel = "FOLDER",
                defaultValue = "",
                description =
                        "In which the savepoint gets a folder of its own; without it what the job's settings say.")
        private String folder;

        @Option(
                names = {"-d", "--drain"},
                description = "End event time before, so that all windows are emitted.")
        private boolean drain;

        @Parameters(paramLabel = "JOB", description = "The job's id, or how it begins.")
        private String job;

        @Override
        public Integer call() throws InterruptedException {
            try (JobClient jobs = connect(engine)) {
                JobStatus found = JobLookup.find(jobs, job);
                System.err.println("Stopping job " + found.jobId() + " with a savepoint ...");
                System.out.println(jobs.stop(found.jobId(), folder, drain));
            }
            return 0;
        }
    }

    /** {@code blink savepoint}. */
    @Command(
            name = "savepoint",
            description = "Takes a savepoint of a stream and prints where it is, or deletes one.",
            mixinStandardHelpOptions = true)
    static final class TakeSavepoint implements Callable<Integer> {
        @Mixin
        private EngineOptions engine;

        @Option(
                names = {"-d", "--dispose"},
                paramLabel = "PATH",
                description = "Delete this savepoint.")
        private String disposed;

        @Parameters(index = "0", arity = "0..1", paramLabel = "JOB", description = "The job's id, or how it begins.")
        private String job;

        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "FOLDER",
                defaultValue = "",
                description =
                        "In which the savepoint gets a folder of its own; without it what the job's settings say.")
        private String folder;

        @Override
        public Integer call() throws InterruptedException {
            if ((job == null) == (disposed == null)) {
                throw new BlinkException(
                        ClientErrorCode.INVALID_OPTION, "Name a job to take a savepoint of, or a savepoint with -d.");
            }
            try (JobClient jobs = connect(engine)) {
                if (disposed != null) {
                    jobs.disposeSavepoint(disposed);
                    System.err.println(disposed + " is deleted.");
                    return 0;
                }
                System.out.println(jobs.savepoint(JobLookup.find(jobs, job).jobId(), folder));
            }
            return 0;
        }
    }

    /** {@code blink info}. */
    @Command(
            name = "info",
            description = "Shows a job: its state, vertices, operators, tasks and where they ran, checkpoints.",
            mixinStandardHelpOptions = true)
    static final class JobInfo implements Callable<Integer> {
        @Mixin
        private EngineOptions engine;

        @Parameters(
                paramLabel = "JOB",
                arity = "0..1",
                description = "The job's id, or how it begins; without it the latest job.")
        private String job;

        @Override
        public Integer call() {
            try (JobClient jobs = connect(engine)) {
                JobStatus found = job == null ? JobLookup.latest(jobs) : JobLookup.find(jobs, job);
                System.out.print(new JobText(ZoneId.systemDefault()).info(found));
            }
            return 0;
        }
    }
}

package io.blink.integration.cluster;

import io.blink.core.config.Configuration;
import io.blink.hadoop.HadoopConfigurations;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.process.Waiting;
import io.blink.yarn.YarnOptions;
import io.blink.yarn.deployment.YarnDeployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** A session that {@code yarn-session.sh} started on the shared cluster: its commands, its jobs and its processes. */
public final class YarnSession implements AutoCloseable {
    /** For whatever a session does, on a machine that is ten times as slow as a developer's. */
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");
    private static final Pattern JOB = Pattern.compile("job ([0-9a-f]{16}) submitted");

    private final SharedCluster cluster;
    private final BlinkArchive archive;
    private final String applicationId;
    private final YarnDeployment deployment;
    private final JobClient jobs;

    private YarnSession(SharedCluster cluster, BlinkArchive archive, String applicationId) {
        this.cluster = cluster;
        this.archive = archive;
        this.applicationId = applicationId;
        this.deployment = new YarnDeployment(configuration(cluster));
        this.jobs = deployment.jobClient(applicationId);
    }

    /** @param options of {@code yarn-session.sh}, besides {@code -d} */
    public static YarnSession start(SharedCluster cluster, String... options) {
        BlinkArchive archive = BlinkArchive.against(cluster.hadoop().configurationFolder());
        List<String> arguments = new ArrayList<>(List.of("-d"));
        arguments.addAll(ownSessionFile());
        arguments.addAll(List.of(options));
        CommandResult started = archive.run("yarn-session.sh", arguments).succeeded();
        Matcher id = APPLICATION.matcher(started.output());
        if (!id.find()) {
            throw new AssertionError("yarn-session.sh printed no application: " + started);
        }
        return new YarnSession(cluster, archive, id.group());
    }

    /** Keeps tests' sessions apart from those of the user who runs them. */
    public static List<String> ownSessionFile() {
        return List.of(
                "-D",
                YarnOptions.PROPERTIES_DIRECTORY.key() + "=" + Path.of("target").toAbsolutePath());
    }

    private static Configuration configuration(SharedCluster cluster) {
        return new Configuration(Map.of(
                HadoopConfigurations.HADOOP_CONF_DIR.key(),
                cluster.hadoop().configurationFolder().toString()));
    }

    public String applicationId() {
        return applicationId;
    }

    public JobClient jobs() {
        return jobs;
    }

    // ---- Commands

    /** {@code bin/blink} in this session. */
    public CommandResult blink(String... words) {
        return archive.run("blink", inSession(words));
    }

    private List<String> inSession(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--target", "yarn-session", "-id", applicationId));
        return arguments;
    }

    /** Runs statements and waits for them; rows come as CSV. */
    public CommandResult sql(String statements) {
        return startSql(statements).join();
    }

    public CompletableFuture<CommandResult> startSql(String statements) {
        return archive.start("blink", inSession("sql", "--format", "csv", "--timing", "-e", statements));
    }

    /** Runs statements of which the last starts a stream, and returns the stream's job. */
    public String submitStream(String statements) {
        CommandResult submitted = sql(statements).succeeded();
        Matcher job = JOB.matcher(submitted.messages());
        if (!job.find()) {
            throw new AssertionError("no stream was submitted: " + submitted);
        }
        return job.group(1);
    }

    // ---- Jobs

    /** The job's status once {@code condition} holds. A job that has ended will not change any more and fails the wait. */
    public JobStatus await(String jobId, String what, Predicate<JobStatus> condition) {
        return Waiting.forValue(what, PATIENCE, () -> {
            JobStatus status = jobs.status(jobId);
            if (condition.test(status)) {
                return java.util.Optional.of(status);
            }
            if (status.state().ended()) {
                throw new AssertionError(what + ": the job has ended before: " + status);
            }
            return java.util.Optional.empty();
        });
    }

    /** The job that was submitted last, once it is there. */
    public String awaitJob(Predicate<JobStatus> wanted) {
        return Waiting.forValue(
                "a job is submitted",
                PATIENCE,
                () -> jobs.list().stream().filter(wanted).map(JobStatus::jobId).reduce((first, second) -> second));
    }

    // ---- Processes

    public List<ContainerProcess> processes() {
        return ContainerProcess.below(cluster.dataFolder()).stream()
                .filter(container -> container.applicationId().equals(applicationId))
                .toList();
    }

    public List<ContainerProcess> workers() {
        return processes().stream().filter(container -> !container.isMaster()).toList();
    }

    /** The ApplicationMaster of the latest attempt. */
    public ContainerProcess master() {
        return processes().stream()
                .filter(ContainerProcess::isMaster)
                .max(Comparator.comparing(ContainerProcess::started))
                .orElseThrow(() -> new AssertionError("No ApplicationMaster of " + applicationId + " runs"));
    }

    public ContainerProcess worker(String containerId) {
        return workers().stream()
                .filter(container -> container.containerId().equals(containerId))
                .findFirst()
                .orElseThrow(() -> new AssertionError("No process of worker " + containerId + " runs"));
    }

    public void awaitNoProcess() {
        Waiting.until("all processes of " + applicationId + " end", PATIENCE, () -> processes()
                .isEmpty());
    }

    /** What the masters of this session logged, the first one's first. */
    public String masterLog(String containerId) {
        for (int node = 1; node <= cluster.hadoop().options().nodeManagers(); node++) {
            Path log = cluster.hadoop()
                    .containerLogs(node)
                    .resolve(applicationId)
                    .resolve(containerId)
                    .resolve("master.log");
            if (Files.exists(log)) {
                try {
                    return Files.readString(log);
                } catch (IOException exception) {
                    throw new UncheckedIOException("Cannot read " + log, exception);
                }
            }
        }
        throw new AssertionError("Container " + containerId + " has no master.log");
    }

    // ---- End

    /** YARN gives that master up at once, as it gives up one that has been silent for long, and starts the next one. */
    public void failMaster(ContainerProcess master) throws IOException {
        try (YarnClient yarn = YarnClient.createYarnClient()) {
            yarn.init(HadoopConfigurations.load(configuration(cluster)));
            yarn.start();
            yarn.failApplicationAttempt(
                    ContainerId.fromString(master.containerId()).getApplicationAttemptId());
        } catch (YarnException failure) {
            throw new IOException("YARN cannot give up " + master, failure);
        }
    }

    /** {@code yarn application -kill}. */
    public void killApplication() {
        deployment.kill(applicationId);
    }

    public CommandResult stop() {
        List<String> arguments = new ArrayList<>(List.of("--stop", "-id", applicationId));
        arguments.addAll(ownSessionFile());
        return archive.run("yarn-session.sh", arguments);
    }

    /** Ends what is left of it. */
    @Override
    public void close() {
        jobs.close();
        if (!processes().isEmpty()) {
            killApplication();
            awaitNoProcess();
        }
        deployment.close();
    }
}

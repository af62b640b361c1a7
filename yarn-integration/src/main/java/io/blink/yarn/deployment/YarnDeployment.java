package io.blink.yarn.deployment;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.hadoop.HadoopConfigurations;
import io.blink.runtime.control.ApplicationSecret;
import io.blink.scheduler.remote.RemoteJobClient;
import io.blink.yarn.ApplicationFiles;
import io.blink.yarn.ProcessMemory;
import io.blink.yarn.YarnErrorCode;
import io.blink.yarn.YarnOptions;
import io.blink.yarn.container.ProcessLaunch;
import io.blink.yarn.container.ProgramFiles;
import io.blink.yarn.master.ApplicationMasterMain;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.io.DataOutputBuffer;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.apache.hadoop.yarn.api.records.ApplicationReport;
import org.apache.hadoop.yarn.api.records.ApplicationSubmissionContext;
import org.apache.hadoop.yarn.api.records.ContainerLaunchContext;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.api.records.YarnApplicationState;
import org.apache.hadoop.yarn.client.api.YarnClient;
import org.apache.hadoop.yarn.client.api.YarnClientApplication;
import org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException;
import org.apache.hadoop.yarn.exceptions.YarnException;

/** Starts, finds and ends applications. Calls block; an unreachable cluster is an error that says who, where and for how long. */
public final class YarnDeployment implements AutoCloseable {
    /** How YARN's pages show the kind of application. */
    public static final String APPLICATION_TYPE = "Blink";

    private static final FsPermission OWNER_ONLY = new FsPermission((short) 0700);
    private static final FsPermission OWNER_READS = new FsPermission((short) 0600);
    private static final long POLL_MILLIS = 100;

    private final Configuration configuration;
    private final org.apache.hadoop.conf.Configuration hadoop;
    private final YarnClient client;

    public YarnDeployment(Configuration configuration) {
        this.configuration = configuration;
        this.hadoop = new org.apache.hadoop.conf.Configuration(HadoopConfigurations.load(configuration));
        ClusterReachability.check(hadoop);
        this.client = YarnClient.createYarnClient();
        client.init(hadoop);
        client.start();
    }

    /** Where an application is on its way. */
    @FunctionalInterface
    public interface Progress {
        void at(String step);
    }

    /** Uploads what is missing, submits, and waits until the master takes calls. @param home the Blink folder */
    public DeployedApplication deploy(java.nio.file.Path home, Progress progress) throws InterruptedException {
        try {
            return submit(home, progress);
        } catch (IOException | YarnException e) {
            throw new BlinkException(
                    YarnErrorCode.DEPLOYMENT_FAILED, "The application cannot be started on YARN: " + e.getMessage(), e);
        }
    }

    private DeployedApplication submit(java.nio.file.Path home, Progress progress)
            throws IOException, YarnException, InterruptedException {
        ProcessMemory master = ProcessMemory.of(YarnOptions.MASTER_MEMORY, configuration);
        ProcessMemory worker = ProcessMemory.of(YarnOptions.WORKER_MEMORY, configuration);
        ShippedFiles shipped = new ShippedFiles(configuration.get(YarnOptions.SHIP_FILES), java.nio.file.Path.of(""));
        YarnClientApplication application = client.createApplication();
        checkMaximum(application.getNewApplicationResponse().getMaximumResourceCapability(), master, worker);
        checkQueue();
        ApplicationSubmissionContext context = application.getApplicationSubmissionContext();
        ApplicationId id = context.getApplicationId();
        Path staging = staging();
        FileSystem fileSystem = staging.getFileSystem(hadoop);
        progress.at("libraries to " + staging);
        ProgramFiles program = new LibraryArchive(home).upload(fileSystem, staging, shipped.jars());
        ApplicationFiles files = new ApplicationFiles(new Path(staging, id.toString()).toString());
        new EndedApplications(client, fileSystem, staging).removeFiles();
        writeFiles(fileSystem, files, shipped, progress);
        fill(context, new ProcessLaunch(fileSystem, files, program), master);
        progress.at("application " + id + " to queue " + context.getQueue());
        client.submitApplication(context);
        return awaitRunning(id, progress);
    }

    private Path staging() throws IOException {
        Optional<String> configured = configuration.optional(YarnOptions.STAGING_DIRECTORY);
        FileSystem fileSystem = FileSystem.get(hadoop);
        Path staging = configured.map(Path::new).orElse(new Path(fileSystem.getHomeDirectory(), ".blink"));
        return fileSystem.makeQualified(staging);
    }

    private static void checkMaximum(Resource maximum, ProcessMemory master, ProcessMemory worker) {
        long largest = Math.max(master.containerBytes(), worker.containerBytes()) >> 20;
        if (largest > maximum.getMemorySize()) {
            boolean isMaster = master.containerBytes() >= worker.containerBytes();
            throw new BlinkException(
                    YarnErrorCode.RESOURCES_ABOVE_MAXIMUM,
                    (isMaster ? "The ApplicationMaster" : "A worker") + " asks for " + largest
                            + " MB, but this cluster gives a container at most " + maximum.getMemorySize()
                            + " MB. Lower '"
                            + (isMaster ? YarnOptions.MASTER_MEMORY : YarnOptions.WORKER_MEMORY).key() + "'.");
        }
    }

    private void checkQueue() throws IOException, YarnException {
        String queue = configuration.get(YarnOptions.QUEUE);
        List<String> names =
                client.getAllQueues().stream().map(info -> info.getQueueName()).toList();
        String leaf = queue.substring(queue.lastIndexOf('.') + 1);
        if (names.stream()
                .noneMatch(name -> name.equals(queue)
                        || name.substring(name.lastIndexOf('.') + 1).equals(leaf))) {
            throw new BlinkException(
                    YarnErrorCode.QUEUE_NOT_FOUND,
                    "There is no queue '" + queue + "'." + io.blink.core.config.NearestName.hint(queue, names)
                            + " There are " + names + ".");
        }
    }

    /** All of them or none: of an application that is never submitted nobody would remove them. */
    private void writeFiles(FileSystem fileSystem, ApplicationFiles files, ShippedFiles shipped, Progress progress)
            throws IOException {
        try {
            FileSystem.mkdirs(fileSystem, new Path(files.root()), OWNER_ONLY);
            writeOwnFiles(fileSystem, files);
            if (!shipped.isEmpty()) {
                progress.at(shipped + " to " + files.root());
                shipped.upload(fileSystem, files);
            }
        } catch (IOException e) {
            try {
                fileSystem.delete(new Path(files.root()), true);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw e;
        }
    }

    private void writeOwnFiles(FileSystem fileSystem, ApplicationFiles files) throws IOException {
        write(fileSystem, files.secret(), ApplicationSecret.generate().toText().getBytes(StandardCharsets.US_ASCII));
        write(fileSystem, files.settings(), PlanJson.write(configuration).getBytes(StandardCharsets.UTF_8));
        java.io.ByteArrayOutputStream site = new java.io.ByteArrayOutputStream();
        hadoop.writeXml(site);
        write(fileSystem, files.hadoopSite(), site.toByteArray());
    }

    private static void write(FileSystem fileSystem, String path, byte[] content) throws IOException {
        Path file = new Path(path);
        try (OutputStream stream = fileSystem.create(file, false)) {
            stream.write(content);
        }
        fileSystem.setPermission(file, OWNER_READS);
    }

    private void fill(ApplicationSubmissionContext context, ProcessLaunch launch, ProcessMemory memory)
            throws IOException {
        int cores = configuration.get(YarnOptions.MASTER_CORES);
        ContainerLaunchContext container =
                launch.context(ApplicationMasterMain.class.getName(), List.of(), memory.masterFlags(cores), "master");
        DataOutputBuffer tokens = new DataOutputBuffer();
        UserGroupInformation.getCurrentUser().getCredentials().writeTokenStorageToStream(tokens);
        container.setTokens(java.nio.ByteBuffer.wrap(tokens.getData(), 0, tokens.getLength()));
        context.setApplicationName(configuration.get(YarnOptions.NAME));
        context.setApplicationType(APPLICATION_TYPE);
        context.setQueue(configuration.get(YarnOptions.QUEUE));
        context.setAMContainerSpec(container);
        context.setResource(Resource.newInstance(memory.containerBytes() >> 20, cores));
        context.setMaxAppAttempts(configuration.get(YarnOptions.ATTEMPTS));
        context.setAttemptFailuresValidityInterval(
                configuration.get(YarnOptions.ATTEMPTS_VALIDITY).toMillis());
        context.setKeepContainersAcrossApplicationAttempts(true);
        Set<String> tags = Arrays.stream(configuration.get(YarnOptions.TAGS).split(","))
                .map(String::strip)
                .filter(tag -> !tag.isEmpty())
                .collect(Collectors.toCollection(HashSet::new));
        context.setApplicationTags(tags);
    }

    private DeployedApplication awaitRunning(ApplicationId id, Progress progress)
            throws IOException, YarnException, InterruptedException {
        Duration timeout = configuration.get(YarnOptions.START_TIMEOUT);
        long giveUp = System.nanoTime() + timeout.toNanos();
        YarnApplicationState seen = null;
        while (true) {
            ApplicationReport report = client.getApplicationReport(id);
            if (report.getYarnApplicationState() != seen) {
                seen = report.getYarnApplicationState();
                progress.at("application " + id + " is " + seen);
            }
            if (isOver(seen)) {
                throw new BlinkException(
                        YarnErrorCode.DEPLOYMENT_FAILED,
                        "Application " + id + " ended as " + seen + ": "
                                + report.getDiagnostics().strip() + " 'yarn logs -applicationId " + id
                                + "' shows its logs.");
            }
            if (seen == YarnApplicationState.RUNNING && report.getRpcPort() > 0) {
                return deployed(report);
            }
            if (System.nanoTime() > giveUp) {
                client.killApplication(id);
                throw new BlinkException(
                        YarnErrorCode.DEPLOYMENT_FAILED,
                        "Application " + id + " is still " + seen + " after " + timeout.toSeconds()
                                + " s and was withdrawn: "
                                + report.getDiagnostics().strip() + " Is queue '" + report.getQueue() + "' full?");
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
    }

    static boolean isOver(YarnApplicationState state) {
        return state == YarnApplicationState.FINISHED
                || state == YarnApplicationState.FAILED
                || state == YarnApplicationState.KILLED;
    }

    private DeployedApplication deployed(ApplicationReport report) throws IOException {
        String id = report.getApplicationId().toString();
        return new DeployedApplication(
                id, report.getHost(), report.getRpcPort(), new Path(staging(), id).toString(), report.getTrackingUrl());
    }

    /** The running application of that id. */
    public DeployedApplication find(String id) {
        try {
            ApplicationReport report = client.getApplicationReport(ApplicationId.fromString(id));
            if (isOver(report.getYarnApplicationState())) {
                String diagnostics = report.getDiagnostics().strip();
                throw new BlinkException(
                        YarnErrorCode.APPLICATION_ENDED,
                        "Application " + id + " has ended as " + report.getYarnApplicationState()
                                + (diagnostics.isEmpty() ? "" : ": " + diagnostics)
                                + (diagnostics.endsWith(".") ? "" : ".")
                                + " 'bin/yarn-session.sh -d' starts a new one.");
            }
            return deployed(report);
        } catch (ApplicationNotFoundException | IllegalArgumentException e) {
            throw new BlinkException(
                    YarnErrorCode.APPLICATION_NOT_FOUND,
                    "YARN knows no application '" + id
                            + "'; 'bin/yarn-session.sh -q' shows what runs, -d starts a session.",
                    e);
        } catch (IOException | YarnException e) {
            throw new BlinkException(
                    YarnErrorCode.NOT_REACHABLE,
                    "YARN cannot be asked for application " + id + ": " + e.getMessage(),
                    e);
        }
    }

    /** Running applications of ours, the latest first. */
    public List<DeployedApplication> list() {
        try {
            List<ApplicationReport> reports = client.getApplications(
                    Set.of(APPLICATION_TYPE), EnumSet.of(YarnApplicationState.RUNNING, YarnApplicationState.ACCEPTED));
            return reports.stream()
                    .sorted(java.util.Comparator.comparingLong(ApplicationReport::getStartTime)
                            .reversed())
                    .map(report -> find(report.getApplicationId().toString()))
                    .toList();
        } catch (IOException | YarnException e) {
            throw new BlinkException(
                    YarnErrorCode.NOT_REACHABLE, "YARN cannot be asked for applications: " + e.getMessage(), e);
        }
    }

    /** A client of the application's jobs, which finds its master again after a failure. */
    public RemoteJobClient jobClient(String id) {
        return new RemoteJobClient(() -> masterAddress(id), secret(find(id)));
    }

    private InetSocketAddress masterAddress(String id) {
        DeployedApplication application = find(id);
        // Between two attempts YARN names none; an address that nobody listens at makes the caller try again.
        return application.port() > 0
                ? InetSocketAddress.createUnresolved(application.host(), application.port())
                : InetSocketAddress.createUnresolved("localhost", 1);
    }

    private ApplicationSecret secret(DeployedApplication application) {
        Path file = new Path(new ApplicationFiles(application.files()).secret());
        try (InputStream stream = file.getFileSystem(hadoop).open(file)) {
            return ApplicationSecret.parse(new String(stream.readAllBytes(), StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new BlinkException(
                    YarnErrorCode.APPLICATION_NOT_FOUND,
                    "The files of application " + application.id() + " at " + application.files() + " cannot be read: "
                            + e.getMessage() + ". Is it yours, and is '" + YarnOptions.STAGING_DIRECTORY.key()
                            + "' the same?",
                    e);
        }
    }

    /** Waits until YARN says that the application is over. @return whether it came to that in time */
    public boolean awaitEnd(String id, Duration patience) throws InterruptedException {
        long giveUp = System.nanoTime() + patience.toNanos();
        try {
            while (!isOver(
                    client.getApplicationReport(ApplicationId.fromString(id)).getYarnApplicationState())) {
                if (System.nanoTime() > giveUp) {
                    return false;
                }
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
            return true;
        } catch (IOException | YarnException e) {
            throw new BlinkException(
                    YarnErrorCode.NOT_REACHABLE,
                    "YARN cannot be asked for application " + id + ": " + e.getMessage(),
                    e);
        }
    }

    /** Ends an application whose master does not answer. */
    public void kill(String id) {
        try {
            client.killApplication(ApplicationId.fromString(id));
        } catch (IOException | YarnException e) {
            throw new BlinkException(
                    YarnErrorCode.NOT_REACHABLE, "Application " + id + " cannot be ended: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        client.stop();
    }
}

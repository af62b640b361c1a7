package io.blink.client.yarn;

import io.blink.client.ClientSettings;
import io.blink.client.CommandLines;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.lifecycle.StrayMessages;
import io.blink.runtime.worker.WorkerOptions;
import io.blink.scheduler.remote.RemoteJobClient;
import io.blink.yarn.YarnErrorCode;
import io.blink.yarn.YarnOptions;
import io.blink.yarn.deployment.DeployedApplication;
import io.blink.yarn.deployment.YarnDeployment;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code yarn-session.sh}, with Flink's options. */
@Command(
        name = "yarn-session.sh",
        description = "Starts a session on YARN, or with -id finds a running one; --stop ends it.",
        mixinStandardHelpOptions = false,
        sortOptions = false)
public final class YarnSessionCommand implements Callable<Integer> {
    @Option(
            names = {"-jm", "--jobManagerMemory"},
            paramLabel = "SIZE",
            description = "Memory of the ApplicationMaster; a bare number counts MB.")
    private String masterMemory;

    @Option(
            names = {"-tm", "--taskManagerMemory"},
            paramLabel = "SIZE",
            description = "Memory of each worker; a bare number counts MB.")
    private String workerMemory;

    @Option(
            names = {"-s", "--slots"},
            paramLabel = "N",
            description = "Slots of each worker.")
    private Integer slots;

    @Option(
            names = {"-n", "--container"},
            paramLabel = "N",
            description = "Workers to start at once and to keep; more are started as jobs want them.")
    private Integer workers;

    @Option(
            names = {"-nm", "--name"},
            paramLabel = "NAME",
            description = "Name of the application on YARN.")
    private String name;

    @Option(
            names = {"-qu", "--queue"},
            paramLabel = "QUEUE",
            description = "Queue of the application.")
    private String queue;

    @Option(
            names = {"-d", "--detached"},
            description = "Returns when the session is up, and leaves it running.")
    private boolean detached;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-id", "--applicationId"},
            paramLabel = "ID",
            description = "A running session to attach to.")
    private String applicationId;

    @Option(
            names = {"-t", "--ship"},
            paramLabel = "FILES",
            description =
                    "Files and folders for the working folder of all containers, separated by ; or , or by more -t;"
                            + " jars among them are on the class path, behind Blink's own.")
    private List<String> shipped = new ArrayList<>();

    @Option(
            names = {"-q", "--query"},
            description = "Shows what YARN has.")
    private boolean query;

    @Option(names = "--stop", description = "Ends the session: the one of -id, else the latest.")
    private boolean stop;

    @Option(
            names = {"-st", "--streaming", "-z", "--zookeeperNamespace", "-j", "--jar"},
            hidden = true,
            arity = "0..1")
    private String retired;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    private static final Duration END_PATIENCE = Duration.ofSeconds(30);

    private final PrintStream messages = System.err;

    public static void main(String[] arguments) {
        StrayMessages.toLog();
        System.exit(CommandLines.execute(new YarnSessionCommand(), arguments));
    }

    @Override
    public Integer call() throws Exception {
        noteRetired();
        Configuration configuration = configuration();
        try (YarnDeployment yarn = new YarnDeployment(configuration)) {
            SessionFile file = new SessionFile(configuration);
            if (stop) {
                stop(yarn, file);
            } else if (query) {
                yarn.list()
                        .forEach(application -> System.out.println(
                                application.id() + "\t" + application.host() + ":" + application.port()));
            } else if (applicationId != null) {
                DeployedApplication application = yarn.find(applicationId);
                file.write(application.id());
                attach(yarn, file, application);
            } else {
                start(yarn, file);
            }
        }
        return 0;
    }

    private void noteRetired() {
        if (retired != null) {
            messages.println("[NOTE] -st, -z and -j are accepted and have no effect.");
        }
    }

    private Configuration configuration() {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, YarnOptions.MASTER_MEMORY.key(), megabytes(masterMemory));
        put(settings, YarnOptions.WORKER_MEMORY.key(), megabytes(workerMemory));
        put(settings, WorkerOptions.SLOTS.key(), slots);
        put(settings, YarnOptions.WORKERS_MIN.key(), workers);
        put(settings, YarnOptions.NAME.key(), name);
        put(settings, YarnOptions.QUEUE.key(), queue);
        put(settings, YarnOptions.SHIP_FILES.key(), shipped.isEmpty() ? null : String.join(";", shipped));
        settings.putAll(properties);
        return ClientSettings.with(settings);
    }

    private static void put(Map<String, String> settings, String key, Object value) {
        if (value != null) {
            settings.put(key, value.toString());
        }
    }

    private static String megabytes(String size) {
        return size != null && size.chars().allMatch(Character::isDigit) ? size + "mb" : size;
    }

    private void start(YarnDeployment yarn, SessionFile file) throws InterruptedException, IOException {
        long start = System.nanoTime();
        DeployedApplication application = yarn.deploy(home(), step -> messages.println("... " + step));
        file.write(application.id());
        messages.printf("Session %s is up after %.1f s.%n", application.id(), (System.nanoTime() - start) / 1e9);
        if (detached) {
            System.out.println(application.id());
            messages.println("Run SQL:   bin/blink sql --target yarn-session -e \"SHOW TABLES\"");
            messages.println("End it:    bin/yarn-session.sh --stop -id " + application.id());
        } else {
            attach(yarn, file, application);
        }
    }

    private static Path home() {
        String home = System.getenv("BLINK_HOME");
        return Path.of(home == null ? "." : home);
    }

    /** Until {@code stop} or the end of standard input ends the session. */
    private void attach(YarnDeployment yarn, SessionFile file, DeployedApplication application)
            throws IOException, InterruptedException {
        messages.println("Attached to " + application.id() + "; 'stop' ends it.");
        BufferedReader input =
                new BufferedReader(new InputStreamReader(System.in, java.nio.charset.Charset.defaultCharset()));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (line.strip().equals("stop")
                    || line.strip().equals("quit")
                    || line.strip().equals("exit")) {
                break;
            }
            messages.println("'stop' ends the session; Ctrl-C leaves it running.");
        }
        stop(yarn, file, application.id());
    }

    private void stop(YarnDeployment yarn, SessionFile file) throws InterruptedException {
        String id = applicationId != null
                ? applicationId
                : file.applicationId()
                        .orElseThrow(() -> new BlinkException(
                                io.blink.client.ClientErrorCode.INVALID_OPTION,
                                "No session is known here; name one by -id. 'yarn application -list' shows them."));
        stop(yarn, file, id);
    }

    private void stop(YarnDeployment yarn, SessionFile file, String id) throws InterruptedException {
        try (RemoteJobClient client = yarn.jobClient(id)) {
            client.stopCluster("ended by yarn-session.sh");
        } catch (BlinkException e) {
            if (e.code() == YarnErrorCode.APPLICATION_ENDED || e.code() == YarnErrorCode.APPLICATION_NOT_FOUND) {
                file.forget(id);
            }
            throw e;
        }
        file.forget(id);
        messages.println(
                yarn.awaitEnd(id, END_PATIENCE)
                        ? "Session " + id + " has ended."
                        : "Session " + id + " has been told to end and still does so after " + END_PATIENCE.toSeconds()
                                + " s; 'yarn application -kill " + id + "' ends it by force.");
    }
}

package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The command line of {@link ClusterCommand}, checked. */
record ClusterArguments(
        Action action,
        Path folder,
        int nodeManagers,
        int nodeMemoryMegabytes,
        int nodeVirtualCores,
        Optional<MetastoreVersion> metastore,
        boolean kafka,
        Map<String, Integer> ports) {
    static final String USAGE = """
            usage: ClusterCommand start|status|stop|archive --folder FOLDER
              archive               makes what lets later starts on this machine be short: runs all servers once (takes 1-2 minutes)
              --node-managers N     NodeManagers to start (2)
              --node-memory MB      what each offers to containers (2048)
              --node-cores N        virtual cores that each offers (4)
              --metastore VERSION   Hive metastore 2.3, 3.1, 4.0, or none (4.0)
              --kafka yes|no        Kafka broker (no)
              --port NAME=NUMBER    a fixed port, for example resourcemanager-web=8088; may be repeated
            """;

    enum Action {
        START,
        STATUS,
        STOP,
        ARCHIVE
    }

    static ClusterArguments parse(String[] words) {
        if (words.length == 0) {
            throw wrong("Nothing to do");
        }
        Map<String, Integer> ports = new TreeMap<>();
        Map<String, String> options = new TreeMap<>(Map.of(
                "--node-managers",
                "2",
                "--node-memory",
                "2048",
                "--node-cores",
                "4",
                "--metastore",
                "4.0",
                "--kafka",
                "no"));
        Iterator<String> rest = Arrays.asList(words).subList(1, words.length).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            if (!rest.hasNext()) {
                throw wrong(option + " needs a value");
            }
            String value = rest.next();
            switch (option) {
                case "--port" -> addPort(ports, value);
                case "--folder", "--node-managers", "--node-memory", "--node-cores", "--metastore", "--kafka" ->
                    options.put(option, value);
                default -> throw wrong("There is no option " + option);
            }
        }
        if (!options.containsKey("--folder")) {
            throw wrong("--folder is missing");
        }
        String metastore = options.get("--metastore");
        return new ClusterArguments(
                action(words[0]),
                Path.of(options.get("--folder")).toAbsolutePath().normalize(),
                number("--node-managers", options.get("--node-managers")),
                number("--node-memory", options.get("--node-memory")),
                number("--node-cores", options.get("--node-cores")),
                metastore.equals("none") ? Optional.empty() : Optional.of(MetastoreVersion.of(metastore)),
                yes("--kafka", options.get("--kafka")),
                ports);
    }

    private static Action action(String word) {
        return switch (word) {
            case "start" -> Action.START;
            case "status" -> Action.STATUS;
            case "stop" -> Action.STOP;
            case "archive" -> Action.ARCHIVE;
            default -> throw wrong("There is no action " + word);
        };
    }

    private static void addPort(Map<String, Integer> ports, String value) {
        int equals = value.indexOf('=');
        if (equals < 1) {
            throw wrong("--port wants NAME=NUMBER, not " + value);
        }
        ports.put(value.substring(0, equals), number("--port", value.substring(equals + 1)));
    }

    private static boolean yes(String option, String value) {
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw wrong(option + " wants yes or no, not " + value);
        };
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException exception) {
            throw new BlinkException(
                    TestingErrorCode.COMMAND_LINE,
                    option + " wants a whole number, not " + value + "\n" + USAGE,
                    exception);
        }
    }

    private static BlinkException wrong(String what) {
        return new BlinkException(TestingErrorCode.COMMAND_LINE, what + "\n" + USAGE);
    }
}

package io.blink.yarn;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import java.time.Duration;
import java.util.List;

/** The settings of applications on YARN, with Flink's names. */
public final class YarnOptions {
    public static final ConfigOption<DataSize> MASTER_MEMORY = ConfigOption.size(
            "jobmanager.memory.process.size",
            "1gb",
            "Memory of the ApplicationMaster's container.",
            "jobmanager.heap.size");

    public static final ConfigOption<DataSize> WORKER_MEMORY = ConfigOption.size(
            "taskmanager.memory.process.size", "1gb", "Memory of each worker's container.", "taskmanager.heap.size");

    public static final ConfigOption<Integer> WORKERS_MIN = ConfigOption.integer(
            "slotmanager.min-total-resource.workers",
            "0",
            "Workers that are started at once and kept, as -n of yarn-session.sh asks.",
            "blink.yarn.workers-min");

    public static final ConfigOption<Integer> WORKERS_MAX =
            ConfigOption.integer("blink.yarn.workers-max", "1000", "Workers that one application may have.");

    public static final ConfigOption<Integer> MASTER_CORES =
            ConfigOption.integer("yarn.appmaster.vcores", "1", "Virtual cores of the ApplicationMaster's container.");

    public static final ConfigOption<Integer> WORKER_CORES = ConfigOption.integer(
            "yarn.containers.vcores", "-1", "Virtual cores of each worker's container; -1: one for each slot.");

    public static final ConfigOption<String> NAME =
            ConfigOption.string("yarn.application.name", "Blink session", "The application's name on YARN's pages.");

    public static final ConfigOption<String> QUEUE =
            ConfigOption.string("yarn.application.queue", "default", "The queue that the application goes to.");

    public static final ConfigOption<String> TAGS =
            ConfigOption.string("yarn.tags", "", "Tags of the application, separated by commas.");

    public static final ConfigOption<String> APPLICATION_ID =
            ConfigOption.string("yarn.application.id", null, "The application that commands go to.");

    public static final ConfigOption<Integer> ATTEMPTS = ConfigOption.integer(
            "yarn.application-attempts",
            "10",
            "How often YARN starts the ApplicationMaster, within the validity interval; the cluster's own bound holds too.");

    public static final ConfigOption<Duration> ATTEMPTS_VALIDITY = ConfigOption.duration(
            "yarn.application-attempt-failures-validity-interval",
            "10 min",
            "Failures of the ApplicationMaster longer ago than this do not count.");

    public static final ConfigOption<String> STAGING_DIRECTORY = ConfigOption.string(
            "yarn.staging-directory",
            null,
            "Folder for libraries and for what an application leaves for its next attempt; by default .blink in the user's home.");

    public static final ConfigOption<String> SHIP_FILES = ConfigOption.string(
            "yarn.ship-files",
            "",
            "Files and folders of this machine, separated by semicolons or commas, that come into the working folder of every container; jars among them are on the class path behind Blink's own.");

    public static final ConfigOption<String> PROPERTIES_DIRECTORY = ConfigOption.string(
            "yarn.properties-file.location",
            null,
            "Folder of the file that remembers the latest session; by default the system's for temporary files.");

    public static final ConfigOption<Duration> HEARTBEAT = ConfigOption.duration(
            "yarn.heartbeat.interval",
            "1 s",
            "How often the ApplicationMaster speaks to the ResourceManager; a container is asked for no sooner than the next time.");

    public static final ConfigOption<Duration> HEARTBEAT_ASKING = ConfigOption.duration(
            "yarn.heartbeat.container-request-interval", "250 ms", "The same while containers are wanted.");

    public static final ConfigOption<Duration> START_TIMEOUT = ConfigOption.duration(
            "yarn.application.start-timeout",
            "2 min",
            "How long an application may take to start before the client gives up.");

    private YarnOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                MASTER_MEMORY,
                WORKER_MEMORY,
                WORKERS_MIN,
                WORKERS_MAX,
                MASTER_CORES,
                WORKER_CORES,
                NAME,
                QUEUE,
                TAGS,
                APPLICATION_ID,
                ATTEMPTS,
                ATTEMPTS_VALIDITY,
                STAGING_DIRECTORY,
                SHIP_FILES,
                PROPERTIES_DIRECTORY,
                HEARTBEAT,
                HEARTBEAT_ASKING,
                START_TIMEOUT);
    }
}

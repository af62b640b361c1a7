package io.blink.session.setting;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.runtime.task.StateOptions;
import io.blink.runtime.transport.TransportOptions;
import io.blink.runtime.worker.WorkerOptions;
import io.blink.scheduler.SchedulerOptions;
import io.blink.session.SessionErrorCode;
import io.blink.session.SessionOptions;
import io.blink.sql.SqlOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which keys there are and when each is read: the data file {@code settings.csv}. A key is supported (an option of ours, or an alias of one), tolerated (known
 * from Flink or Blink and without effect here: one notice), fixed (the same, and only the value that says what happens here is taken), or unknown: an error that names the nearest. A
 * line whose key ends with {@code *} stands for all keys that begin so.
 */
public final class SettingKeys {
    private static final String FILE = "settings.csv";
    private static final int COLUMNS = 3;

    /** Keys with this prefix go to Hadoop without it. */
    private static final String HADOOP_PREFIX = "flink.hadoop.";

    /** Of other engines: what tunes those has no effect here. */
    private static final List<String> OF_OTHERS = List.of("hive.", "mapred.", "mapreduce.", "tez.", "spark.");

    /** Keys of other engines that decide what a statement means, and ours for it. */
    private static final Map<String, String> MEANT = Map.of(
            "spark.sql.session.timezone", "table.local-time-zone",
            "hive.local.time.zone", "table.local-time-zone",
            "spark.sql.warehouse.dir", "CREATE CATALOG",
            "hive.metastore.uris", "CREATE CATALOG");

    private static final Entry OTHER_ENGINE = new Entry(Scope.TOLERATED, "it tunes another engine");

    /** When a key is read. */
    public enum Scope {
        /** With the next statement or job. */
        STATEMENT,
        /** When a cluster starts, or the engine of this process. */
        CLUSTER,
        /** When the client starts. */
        CLIENT,
        /** Never. */
        TOLERATED,
        /** Never, and the reason begins with the one value that there is and a colon. */
        FIXED
    }

    /** @param reason why a tolerated key has no effect, or a fixed one no other value */
    private record Entry(Scope scope, String reason) {
        /** Of a fixed key. */
        String value() {
            return reason.substring(0, reason.indexOf(':'));
        }
    }

    private final Map<String, ConfigOption<?>> options = new TreeMap<>();
    private final Map<String, Entry> entries = new TreeMap<>();

    /** @param more options of modules that this one does not see */
    public SettingKeys(List<List<ConfigOption<?>>> more) {
        List<ConfigOption<?>> known = new ArrayList<>();
        known.addAll(SqlOptions.all());
        known.addAll(SchedulerOptions.all());
        known.addAll(SessionOptions.all());
        known.addAll(StateOptions.all());
        known.addAll(WorkerOptions.all());
        known.addAll(TransportOptions.all());
        more.forEach(known::addAll);
        for (ConfigOption<?> option : known) {
            options.put(option.key(), option);
            option.aliases().forEach(alias -> options.put(alias, option));
        }
        read();
    }

    private void read() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(SettingKeys.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(",", COLUMNS))
                    .forEach(fields -> entries.put(
                            fields[0], new Entry(ConfigOption.parseChoice(Scope.class, fields[1]), fields[2])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By key, aliases included. */
    public Map<String, ConfigOption<?>> options() {
        return Collections.unmodifiableMap(options);
    }

    /** When the key is read; empty for one that is not known. */
    public Optional<Scope> scope(String key) {
        ConfigOption<?> option = options.get(key);
        return Optional.ofNullable(entry(option == null ? key : option.key())).map(Entry::scope);
    }

    private Entry entry(String key) {
        Entry listed = entries.containsKey(key) ? entries.get(key) : entryOfPrefix(key);
        boolean tunes = listed == null && isOfOthers(key) && !MEANT.containsKey(key.toLowerCase(Locale.ROOT));
        return tunes ? OTHER_ENGINE : listed;
    }

    private Entry entryOfPrefix(String key) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("*")
                        && key.startsWith(
                                entry.getKey().substring(0, entry.getKey().length() - 1)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOfOthers(String key) {
        return OF_OTHERS.stream().anyMatch(key::startsWith);
    }

    /** All keys without their aliases, sorted. */
    public List<String> names() {
        return List.copyOf(entries.keySet());
    }

    /**
     * Checks key and value of a SET.
     *
     * @return the notice that it changes nothing now, if so
     */
    public Optional<String> check(String key, String value) {
        checkValue(key, value, "");
        return scope(key).flatMap(scope -> notice(key, scope));
    }

    private Optional<String> notice(String key, Scope scope) {
        return switch (scope) {
            case STATEMENT -> Optional.empty();
            case CLUSTER ->
                Optional.of("'" + key + "' is read when a cluster starts and changes nothing in this one: give it to "
                        + "yarn-session.sh (to blink sql for the target local) with -D, or write it into config.yaml.");
            case CLIENT ->
                Optional.of("'" + key + "' is read when the client starts and changes nothing now: give it with -D, "
                        + "or write it into config.yaml.");
            case FIXED -> Optional.empty();
            case TOLERATED ->
                Optional.of("'" + key + "' is accepted and has no effect: "
                        + entry(key).reason());
        };
    }

    /**
     * Checks what a process starts with.
     *
     * @param where the settings come from, for messages
     */
    public void checkAll(Map<String, String> settings, String where) {
        settings.forEach((key, value) -> checkValue(key, value, " (" + where + ")"));
    }

    private void checkValue(String key, String value, String where) {
        ConfigOption<?> option = options.get(key);
        if (option != null) {
            option.parse(value);
        } else {
            checkKnown(key, where);
            checkFixed(key, value, where);
        }
    }

    private void checkFixed(String key, String value, String where) {
        Entry entry = entry(key);
        boolean other =
                entry != null && entry.scope() == Scope.FIXED && !entry.value().equalsIgnoreCase(value);
        if (other) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_SETTING,
                    "'" + key + "'" + where + " cannot be '" + value + "'; there is only " + entry.reason() + ".");
        }
    }

    /** Fails for a key that is not known. */
    public void checkKnown(String key) {
        checkKnown(key, "");
    }

    private void checkKnown(String key, String where) {
        if (scope(key).isPresent() || key.startsWith(HADOOP_PREFIX)) {
            return;
        }
        String ours = MEANT.get(key.toLowerCase(Locale.ROOT));
        if (ours != null) {
            throw new BlinkException(
                    SessionErrorCode.UNKNOWN_SETTING,
                    "There is no setting '" + key + "'" + where + "; use " + ours + ".");
        }
        List<String> known = new ArrayList<>(options.keySet());
        known.addAll(entries.keySet());
        throw new BlinkException(
                SessionErrorCode.UNKNOWN_SETTING,
                "There is no setting '" + key + "'" + where + "." + NearestName.hint(key, known));
    }

    /** The value of a key without having been set, as text. */
    public Optional<String> defaultOf(String key) {
        return Optional.ofNullable(options.get(key)).map(ConfigOption::defaultText);
    }
}

package io.blink.session.setting;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which keys SET takes. A key is supported (an option of ours, or an alias of one), tolerated (known from Flink or Blink and without effect here: one notice), or
 * unknown: an error that names the nearest.
 */
public final class SettingKeys {
    private static final String TOLERATED = "settings.csv";

    /** Keys with this prefix go to Hadoop without it. */
    private static final String HADOOP_PREFIX = "flink.hadoop.";

    private final Map<String, ConfigOption<?>> supported = new TreeMap<>();
    private final Map<String, String> tolerated = new TreeMap<>();

    public SettingKeys(List<List<ConfigOption<?>>> more) {
        List<ConfigOption<?>> options = new ArrayList<>();
        options.addAll(SqlOptions.all());
        options.addAll(SchedulerOptions.all());
        options.addAll(SessionOptions.all());
        more.forEach(options::addAll);
        for (ConfigOption<?> option : options) {
            supported.put(option.key(), option);
            option.aliases().forEach(alias -> supported.put(alias, option));
        }
        readTolerated();
    }

    private void readTolerated() {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(SettingKeys.class.getResourceAsStream(TOLERATED), StandardCharsets.UTF_8))) {
            reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        int comma = line.indexOf(',');
                        tolerated.put(line.substring(0, comma), line.substring(comma + 1));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, ConfigOption<?>> supported() {
        return java.util.Collections.unmodifiableMap(supported);
    }

    public Map<String, String> tolerated() {
        return java.util.Collections.unmodifiableMap(tolerated);
    }

    /**
     * Checks a key and its value.
     *
     * @return the notice that the key has no effect here, if so
     */
    public Optional<String> check(String key, String value) {
        ConfigOption<?> option = supported.get(key);
        if (option != null) {
            option.parse(value);
            return Optional.empty();
        }
        if (key.startsWith(HADOOP_PREFIX)) {
            return Optional.empty();
        }
        String reason = tolerated.get(key);
        if (reason != null) {
            return Optional.of("'" + key + "' is accepted and has no effect: " + reason);
        }
        List<String> known = new ArrayList<>(supported.keySet());
        known.addAll(tolerated.keySet());
        throw new BlinkException(
                SessionErrorCode.UNKNOWN_SETTING, "There is no setting '" + key + "'." + NearestName.hint(key, known));
    }

    /** The value of a key without having been set, as text. */
    public Optional<String> defaultOf(String key) {
        return Optional.ofNullable(supported.get(key)).map(ConfigOption::defaultText);
    }
}

package io.blink.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code conf/config.yaml}: nested as in Flink 2, or flat {@code key: value} lines as in {@code flink-conf.yaml}. */
public final class ConfigurationFile {
    private static final String NAME = "config.yaml";

    private ConfigurationFile() {}

    /** The settings of the folder that BLINK_CONF_DIR names. */
    public static Configuration ofEnvironment() {
        String folder = System.getenv("BLINK_CONF_DIR");
        return read(folder == null ? null : Path.of(folder));
    }

    /** The file of {@link #ofEnvironment}, for messages. */
    static String nameOfEnvironment() {
        String folder = System.getenv("BLINK_CONF_DIR");
        return folder == null ? NAME : Path.of(folder, NAME).toString();
    }

    /** The settings of the file in a folder; none if the folder or the file does not exist. */
    static Configuration read(Path folder) {
        Path file = folder == null ? null : folder.resolve(NAME);
        if (file == null || !Files.exists(file)) {
            return Configuration.empty();
        }
        try {
            Map<String, String> settings = new LinkedHashMap<>();
            flatten("", new YAMLMapper().readTree(Files.readString(file)), settings);
            return new Configuration(settings);
        } catch (IOException e) {
            throw new BlinkException(
                    ClientErrorCode.INVALID_CONFIGURATION_FILE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> settings) {
        if (node.isObject()) {
            node.properties()
                    .forEach(entry -> flatten(
                            prefix.isEmpty() ? entry.getKey() : prefix + "." + entry.getKey(),
                            entry.getValue(),
                            settings));
        } else if (!node.isNull() && !node.isMissingNode()) {
            settings.put(prefix, node.asText());
        }
    }
}

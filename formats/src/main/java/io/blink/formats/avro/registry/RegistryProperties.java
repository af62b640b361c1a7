package io.blink.formats.avro.registry;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.Map;
import java.util.TreeMap;

/** Properties of Confluent's client of registries, as tables of Flink may hand them through: those that an option of the format says too are taken, others are an error. */
final class RegistryProperties {
    /** By property the option that means the same, behind the name of the format. */
    private static final Map<String, String> OPTIONS = new TreeMap<>(Map.ofEntries(
            Map.entry("basic.auth.credentials.source", "basic-auth.credentials-source"),
            Map.entry("basic.auth.user.info", "basic-auth.user-info"),
            Map.entry("schema.registry.basic.auth.user.info", "basic-auth.user-info"),
            Map.entry("bearer.auth.credentials.source", "bearer-auth.credentials-source"),
            Map.entry("bearer.auth.token", "bearer-auth.token"),
            Map.entry("schema.registry.ssl.truststore.location", "ssl.truststore.location"),
            Map.entry("schema.registry.ssl.truststore.password", "ssl.truststore.password"),
            Map.entry("schema.registry.ssl.keystore.location", "ssl.keystore.location"),
            Map.entry("schema.registry.ssl.keystore.password", "ssl.keystore.password")));

    private RegistryProperties() {}

    static ConfigOption<String> option(String prefix) {
        return ConfigOption.string(
                start(prefix) + "*",
                null,
                "Properties of Confluent's client that options of the format stand for too: "
                        + String.join(", ", OPTIONS.keySet()));
    }

    private static String start(String prefix) {
        return prefix + ".properties.";
    }

    /** The options of a table with those that its properties stand for; one that is there already counts. */
    static Configuration resolved(String prefix, Configuration options) {
        Configuration resolved = options;
        for (Map.Entry<String, String> option : options.asMap().entrySet()) {
            if (option.getKey().startsWith(start(prefix))) {
                String property = option.getKey().substring(start(prefix).length());
                String same = prefix + "." + known(option.getKey(), property);
                resolved = options.asMap().containsKey(same) ? resolved : resolved.with(same, option.getValue());
            }
        }
        return resolved;
    }

    private static String known(String key, String property) {
        String option = OPTIONS.get(property);
        if (option == null) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + key + "' is not known: no client of Confluent's is asked, and of its properties there are "
                            + OPTIONS.keySet() + "." + NearestName.hint(property, OPTIONS.keySet()));
        }
        return option;
    }
}

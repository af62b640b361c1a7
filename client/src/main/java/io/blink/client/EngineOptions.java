package io.blink.client;

import io.blink.core.config.Configuration;
import io.blink.yarn.YarnOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Options of every command that talks to an engine. */
final class EngineOptions {
    /** Where statements run. */
    enum Target {
        LOCAL,
        YARN_SESSION,
        REMOTE
    }

    @Option(
            names = {"-t", "--target"},
            paramLabel = "TARGET",
            converter = TargetConverter.class,
            description =
                    "Where jobs run: local (in this process), yarn-session (the session found or named by -id) or remote.")
    private Target target;

    @Option(names = "-D", paramLabel = "KEY=VALUE", description = "A setting, over those of conf/config.yaml.")
    private Map<String, String> properties = new LinkedHashMap<>();

    @Option(
            names = {"-id", "--applicationId"},
            paramLabel = "ID",
            description = "The YARN session; by default the latest that was started here.")
    private String applicationId;

    /** The file's settings with those of the command line over them. */
    Configuration configuration() {
        Configuration configuration = ClientSettings.with(properties);
        return applicationId == null
                ? configuration
                : configuration.with(YarnOptions.APPLICATION_ID.key(), applicationId);
    }

    /** As given, else {@code execution.target}, else local. */
    Target target(Configuration configuration) {
        return target(configuration, Target.LOCAL);
    }

    /** As given, else {@code execution.target}, else the YARN session: for commands about jobs of other processes. */
    Target clusterTarget(Configuration configuration) {
        return target(configuration, Target.YARN_SESSION);
    }

    private Target target(Configuration configuration, Target otherwise) {
        if (target != null) {
            return target;
        }
        String configured = configuration.asMap().get("execution.target");
        return configured == null ? otherwise : new TargetConverter().convert(configured);
    }

    /** Reads {@code yarn-session} as well as {@code YARN_SESSION}. */
    static final class TargetConverter implements picocli.CommandLine.ITypeConverter<Target> {
        @Override
        public Target convert(String text) {
            for (Target candidate : Target.values()) {
                if (candidate.name().equalsIgnoreCase(text.replace('-', '_'))) {
                    return candidate;
                }
            }
            throw new picocli.CommandLine.TypeConversionException(
                    "'" + text + "' is none of local, yarn-session, remote");
        }
    }
}

package io.blink.runtime.worker;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command line of a worker process.
 *
 * <pre>
 * --id TEXT            unique among the workers of the application
 * --host NAME          by which others reach it
 * --master HOST:PORT   its master's control port
 * --master-folder URI  where masters write their addresses, read before each connection but one to --master, if that is given too
 * --secret-file PATH   the application's secret
 * --local-dirs A,B     for shuffle and spill files
 * --log-url URL        where people find its log
 * -D KEY=VALUE         settings
 * </pre>
 */
record WorkerArguments(
        String id,
        String host,
        String master,
        String masterFolder,
        Path secretFile,
        List<Path> localDirectories,
        String logUrl,
        Configuration configuration) {
    private static final Set<String> NAMES =
            Set.of("--id", "--host", "--master", "--master-folder", "--secret-file", "--local-dirs", "--log-url");

    static WorkerArguments parse(String... arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        Map<String, String> settings = new LinkedHashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            String name = arguments[i];
            if (name.startsWith("-D")) {
                setting(name.length() > 2 ? name.substring(2) : value(arguments, ++i, name), settings);
            } else if (NAMES.contains(name)) {
                values.put(name, value(arguments, ++i, name));
            } else {
                throw invalid("The worker does not know '" + name + "'; it takes " + NAMES + " and -D key=value.");
            }
        }
        if (!values.containsKey("--master") && !values.containsKey("--master-folder")) {
            throw invalid("A worker needs --master or --master-folder.");
        }
        List<Path> directories = new ArrayList<>();
        for (String directory : required(values, "--local-dirs").split(",")) {
            directories.add(Path.of(directory.strip()));
        }
        return new WorkerArguments(
                required(values, "--id"),
                required(values, "--host"),
                values.get("--master"),
                values.get("--master-folder"),
                Path.of(required(values, "--secret-file")),
                directories,
                values.getOrDefault("--log-url", ""),
                new Configuration(settings));
    }

    private static String value(String[] arguments, int index, String name) {
        if (index >= arguments.length) {
            throw invalid("'" + name + "' needs a value.");
        }
        return arguments[index];
    }

    private static void setting(String text, Map<String, String> settings) {
        int equals = text.indexOf('=');
        if (equals <= 0) {
            throw invalid("'" + text + "' is not a setting; write -D key=value.");
        }
        settings.put(text.substring(0, equals), text.substring(equals + 1));
    }

    private static String required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null || value.isBlank()) {
            throw invalid("A worker needs " + name + ".");
        }
        return value;
    }

    static BlinkException invalid(String what) {
        return new BlinkException(RuntimeErrorCode.INVALID_ARGUMENTS, what);
    }
}

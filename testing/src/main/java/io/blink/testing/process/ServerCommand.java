package io.blink.testing.process;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be started.
 *
 * @param name names the process in messages, its log ({@code logs/NAME.log}) and its pid file ({@code run/NAME.pid})
 * @param folder the folder of everything this process and its siblings own
 * @param javaHome the JDK it runs on
 * @param classPath absolute jars and folders, in order
 * @param jvmArguments heap and the like
 * @param environment added to the environment of the caller
 */
public record ServerCommand(
        String name,
        Path folder,
        JavaHome javaHome,
        List<Path> classPath,
        String mainClass,
        List<String> arguments,
        List<String> jvmArguments,
        Map<String, String> environment,
        Lifetime lifetime) {
    public ServerCommand {
        requireNonNull(name, "name");
        folder = folder.toAbsolutePath().normalize();
        classPath = List.copyOf(classPath);
        arguments = List.copyOf(arguments);
        jvmArguments = List.copyOf(jvmArguments);
        environment = Map.copyOf(environment);
    }

    public Path logFile() {
        return folder.resolve("logs").resolve(name + ".log");
    }

    Path pidFile() {
        return folder.resolve("run").resolve(name + ".pid");
    }

    /** What a server puts into the system's temporary folder comes here, since a killed one leaves it behind. */
    Path temporaryFolder() {
        return folder.resolve("tmp");
    }

    Path argumentFile() {
        return folder.resolve("run").resolve(name + ".arguments");
    }
}

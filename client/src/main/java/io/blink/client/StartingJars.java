package io.blink.client;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options for jars that a session begins with, as if ADD JAR had brought them. */
final class StartingJars {
    @Option(
            names = {"-j", "--jar"},
            paramLabel = "JAR",
            description = "A jar with functions, as by ADD JAR; may be repeated.")
    private List<String> jars = new ArrayList<>();

    @Option(
            names = {"-l", "--library"},
            paramLabel = "FOLDER",
            description = "A folder of this machine whose jars are added; may be repeated.")
    private List<Path> libraries = new ArrayList<>();

    /** The statements that add them, in the order of the options and, of a folder, of the names. */
    String statements() {
        Stream<String> ofFolders = libraries.stream().flatMap(folder -> jarsOf(folder).stream());
        return Stream.concat(jars.stream(), ofFolders)
                .map(jar -> "ADD JAR '" + jar.replace("'", "''") + "';")
                .collect(Collectors.joining("\n"));
    }

    private static List<String> jarsOf(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(Path::toString)
                    .filter(file -> file.endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new BlinkException(
                    ClientErrorCode.INVALID_OPTION,
                    "--library " + folder + " cannot be listed; give a folder of jars on this machine.",
                    e);
        }
    }
}

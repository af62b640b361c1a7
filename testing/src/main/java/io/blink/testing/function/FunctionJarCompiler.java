package io.blink.testing.function;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles sources against the class path of the test and packs the classes, which are on no class path. */
public final class FunctionJarCompiler {
    private FunctionJarCompiler() {}

    /** @param sources by class name with its package @return the jar */
    public static Path compile(Path folder, String jarName, Map<String, String> sources) {
        try {
            Path classes = Files.createTempDirectory(folder, "classes");
            List<String> arguments = new ArrayList<>(List.of(
                    "-proc:none",
                    "--release",
                    "17",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-d",
                    classes.toString()));
            for (Map.Entry<String, String> source : sources.entrySet()) {
                Path file = folder.resolve("sources-" + jarName)
                        .resolve(source.getKey().replace('.', '/') + ".java");
                Files.createDirectories(file.getParent());
                Files.writeString(file, source.getValue());
                arguments.add(file.toString());
            }
            compile(arguments);
            Path jar = folder.resolve(jarName);
            pack(classes, jar);
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void compile(List<String> arguments) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int code = compiler.run(null, messages, messages, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalArgumentException(
                    "The sources do not compile: " + messages.toString(StandardCharsets.UTF_8));
        }
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }
}

package io.blink.core.spi.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Compiles sources and packs them, as somebody who brings a plugin does. */
final class PluginRig {
    private PluginRig() {}

    /** Compiles sources, by the full names of their classes, to class files. */
    static Map<String, byte[]> compile(Path work, Map<String, String> sources) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-d", work.toString(), "-cp", System.getProperty("java.class.path")));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = work.resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)))
                .as("the compiler's exit code")
                .isZero();
        Map<String, byte[]> classes = new HashMap<>();
        for (String name : sources.keySet()) {
            classes.put(name, Files.readAllBytes(work.resolve(classFile(name))));
        }
        return classes;
    }

    private static String classFile(String name) {
        return name.replace('.', '/') + ".class";
    }

    static void jar(Path jar, String name, byte[] bytes) throws IOException {
        write(jar, Map.of(classFile(name), bytes));
    }

    /** A jar that promises {@code name} as a provider of the service. @param bytes of the class; null to leave it out */
    static void provider(Path jar, String name, byte[] bytes, Class<?> service) throws IOException {
        Map<String, byte[]> content = new LinkedHashMap<>();
        content.put("META-INF/services/" + service.getName(), name.getBytes(StandardCharsets.UTF_8));
        if (bytes != null) {
            content.put(classFile(name), bytes);
        }
        write(jar, content);
    }

    private static void write(Path jar, Map<String, byte[]> content) throws IOException {
        Files.createDirectories(jar.getParent());
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Map.Entry<String, byte[]> entry : content.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
    }
}

package io.blink.core.spi.plugin;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.io.IOException;
import java.io.Reader;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * One folder of jars, and perhaps a file {@code plugin.properties}: {@code parent=NAME} names the plugin beside it whose classes this one shares.
 *
 * @param parent name of that plugin
 */
record Plugin(Path folder, List<Path> jars, Optional<String> parent) {
    private static final String PROPERTIES = "plugin.properties";
    private static final String PARENT = "parent";

    /** Looks at the folder; fails with its name when it cannot be a plugin. */
    static Plugin read(Path folder) {
        try {
            List<Path> jars = jars(folder);
            if (jars.isEmpty()) {
                throw broken(folder, "it holds no jar", null);
            }
            for (Path jar : jars) {
                check(folder, jar);
            }
            return new Plugin(folder, jars, parent(folder));
        } catch (IOException e) {
            throw broken(folder, e.toString(), e);
        }
    }

    private static List<Path> jars(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(jars::add);
        }
        jars.sort(null);
        return jars;
    }

    /** A class loader would pass over a damaged jar in silence. */
    private static void check(Path folder, Path jar) throws IOException {
        try {
            new ZipFile(jar.toFile()).close();
        } catch (ZipException e) {
            throw broken(folder, jar.getFileName() + " is no jar: " + e.getMessage(), e);
        }
    }

    private static Optional<String> parent(Path folder) throws IOException {
        Path file = folder.resolve(PROPERTIES);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        for (String key : properties.stringPropertyNames()) {
            if (!key.equals(PARENT)) {
                throw broken(folder, PROPERTIES + " has the key '" + key + "'; only '" + PARENT + "' is known", null);
            }
        }
        return Optional.ofNullable(properties.getProperty(PARENT)).map(String::strip);
    }

    String name() {
        return folder.getFileName().toString();
    }

    PluginClassLoader open(ClassLoader parentLoader) {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = jars.get(i).toUri().toURL();
            } catch (MalformedURLException e) {
                throw broken(folder, e.toString(), e);
            }
        }
        return new PluginClassLoader(name(), urls, parentLoader);
    }

    static BlinkException broken(Path folder, String reason, Throwable cause) {
        return new BlinkException(
                CoreErrorCode.BROKEN_PLUGIN,
                "Plugin " + folder + " cannot be used: " + reason + ". Repair the folder or remove it.",
                cause);
    }
}

package io.blink.core.spi.plugin;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Services of the SPI that a process has: those on its class path and those of the plugins, each a folder in the plugins' folder with a class loader of its own. Made once,
 * never closed: plugins live as long as the process. Safe on any thread.
 */
public final class Plugins {
    /** System property that names the folder of the plugins; without it there is the class path alone. */
    public static final String FOLDER_PROPERTY = "blink.plugins.folder";

    private static final String CLASS_PATH = "the class path";

    private final ClassLoader application;
    private final Map<Path, PluginClassLoader> loaders;

    private Plugins(ClassLoader application, Map<Path, PluginClassLoader> loaders) {
        this.application = application;
        this.loaders = loaders;
    }

    /** As the process was started: the scripts set {@link #FOLDER_PROPERTY}. */
    public static Plugins ofProcess(ClassLoader application) {
        String folder = System.getProperty(FOLDER_PROPERTY);
        return folder == null ? none(application) : in(Path.of(folder), application);
    }

    public static Plugins none(ClassLoader application) {
        return new Plugins(application, Map.of());
    }

    /** The plugins in a folder. One that cannot be read is an error, since statements that need it would fail later and less clearly. */
    public static Plugins in(Path folder, ClassLoader application) {
        Map<String, Plugin> plugins = new TreeMap<>();
        try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, Files::isDirectory)) {
            for (Path child : children) {
                Plugin plugin = Plugin.read(child.toAbsolutePath().normalize());
                plugins.put(plugin.name(), plugin);
            }
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.BROKEN_PLUGIN,
                    "The folder of the plugins, " + folder.toAbsolutePath() + ", cannot be read; -D" + FOLDER_PROPERTY
                            + " names it.",
                    e);
        }
        Map<String, PluginClassLoader> open = new LinkedHashMap<>();
        plugins.values().forEach(plugin -> open(plugin, plugins, open, application, 0));
        Map<Path, PluginClassLoader> loaders = new LinkedHashMap<>();
        plugins.forEach((name, plugin) -> loaders.put(plugin.folder(), open.get(name)));
        return new Plugins(application, loaders);
    }

    private static PluginClassLoader open(
            Plugin plugin,
            Map<String, Plugin> plugins,
            Map<String, PluginClassLoader> open,
            ClassLoader application,
            int depth) {
        PluginClassLoader known = open.get(plugin.name());
        if (known != null) {
            return known;
        }
        if (depth > plugins.size()) {
            throw Plugin.broken(plugin.folder(), "it is its own parent, by way of others", null);
        }
        ClassLoader parent = application;
        if (plugin.parent().isPresent()) {
            Plugin above = plugins.get(plugin.parent().get());
            if (above == null) {
                throw Plugin.broken(
                        plugin.folder(),
                        "its parent '" + plugin.parent().get() + "' is not among " + plugins.keySet(),
                        null);
            }
            parent = open(above, plugins, open, application, depth + 1);
        }
        PluginClassLoader loader = plugin.open(parent);
        open.put(plugin.name(), loader);
        return loader;
    }

    /** All implementations of {@code type}: those of the class path first, then each plugin's, by name. */
    public <S> List<S> services(Class<S> type) {
        List<S> services = new ArrayList<>();
        ServiceLoader.load(type, application).forEach(services::add);
        loaders.forEach((folder, loader) -> {
            try {
                ServiceLoader.load(type, loader).forEach(services::add);
            } catch (ServiceConfigurationError | LinkageError e) {
                throw Plugin.broken(folder, reason(e), e);
            }
        });
        return services;
    }

    /** The message and those of its causes: the last one says most. */
    private static String reason(Throwable failure) {
        StringBuilder reason = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            reason.append(", because of ").append(cause);
        }
        return reason.toString();
    }

    /**
     * Services by the names that users write, in any case.
     *
     * @param kind what is named: "connector"
     * @throws BlinkException that names both places when two services have one name
     */
    public static <S> Map<String, S> byName(String kind, Iterable<S> services, Function<S, String> name) {
        Map<String, S> named = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (S service : services) {
            S other = named.putIfAbsent(name.apply(service), service);
            if (other != null) {
                throw duplicate(kind, name.apply(service), other, service);
            }
        }
        return named;
    }

    /** The error that two services of one name are. */
    public static BlinkException duplicate(String kind, String name, Object first, Object second) {
        return new BlinkException(
                CoreErrorCode.BROKEN_PLUGIN,
                "There are two of " + kind + " '" + name + "': " + origin(first) + " and " + origin(second)
                        + ". Remove one.");
    }

    private static String origin(Object service) {
        ClassLoader loader = service.getClass().getClassLoader();
        String place = loader instanceof PluginClassLoader ? "plugin " + loader.getName() : CLASS_PATH;
        return service.getClass().getName() + " of " + place;
    }
}

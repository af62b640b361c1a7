package io.blink.core.spi.filesystem;

import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.plugin.Plugins;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The file systems of a process by URI scheme; a path without a scheme is local. Safe on any thread. */
public final class FileSystems {
    private final Map<String, FileSystemFactory> factories = new HashMap<>();
    private final Map<String, FileSystem> open = new ConcurrentHashMap<>();
    private final Configuration configuration;

    public FileSystems(Iterable<FileSystemFactory> factories, Configuration configuration) {
        this.configuration = configuration;
        this.factories.put("file", new LocalFileSystem.Factory());
        for (FileSystemFactory factory : factories) {
            factory.schemes().forEach(scheme -> add(scheme, factory));
        }
    }

    /** Local files are the only ones that can be replaced. */
    private void add(String scheme, FileSystemFactory factory) {
        FileSystemFactory other = factories.put(scheme, factory);
        if (other != null && !(other instanceof LocalFileSystem.Factory)) {
            throw Plugins.duplicate("file system", scheme, other, factory);
        }
    }

    /** With the factories that {@code loader} finds. */
    public static FileSystems load(ClassLoader loader, Configuration configuration) {
        return load(Plugins.none(loader), configuration);
    }

    public static FileSystems load(Plugins plugins, Configuration configuration) {
        return new FileSystems(plugins.services(FileSystemFactory.class), configuration);
    }

    /** The file system of a path's scheme, or an error that names the known schemes. */
    public FileSystem of(String path) {
        String scheme = scheme(path);
        FileSystemFactory factory = factories.get(scheme);
        if (factory == null) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM,
                    "No file system for '" + path + "': known schemes are " + factories.keySet() + "."
                            + NearestName.hint(scheme, factories.keySet()));
        }
        return open.computeIfAbsent(scheme, ignored -> factory.create(configuration));
    }

    static String scheme(String path) {
        int colon = path.indexOf(':');
        int slash = path.indexOf('/');
        return colon <= 0 || (slash >= 0 && slash < colon)
                ? "file"
                : path.substring(0, colon).toLowerCase(Locale.ROOT);
    }
}

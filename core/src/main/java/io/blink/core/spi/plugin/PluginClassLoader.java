package io.blink.core.spi.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/**
 * Classes of one plugin: its own jars first, so that their versions of a library are used whatever the engine uses; then the parent. What both sides speak with each other
 * is the parent's alone: the JDK, core, slf4j, Hadoop's client (a process has one UserGroupInformation) and the annotations by which core writes a plugin's records as JSON.
 */
final class PluginClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String OWN_SERVICES = "META-INF/services/io.blink.";

    /** Hive's own classes carry Hadoop's prefix without being Hadoop's. */
    private static final List<String> OWN = List.of("org.apache.hadoop.hive.");

    private static final List<String> SHARED = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "io.blink.core.",
            "org.slf4j.",
            "org.apache.hadoop.",
            "com.fasterxml.jackson.annotation.");

    PluginClassLoader(String name, URL[] jars, ClassLoader parent) {
        super(name, jars, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (startsWithAny(name, SHARED) && !startsWithAny(name, OWN)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null) {
                loaded = ownOrParents(name);
            }
            if (resolve) {
                resolveClass(loaded);
            }
            return loaded;
        }
    }

    private Class<?> ownOrParents(String name) throws ClassNotFoundException {
        // A lookup of the file is cheaper than the exception of a class that is not here.
        return findResource(name.replace('.', '/') + ".class") == null
                ? getParent().loadClass(name)
                : findClass(name);
    }

    private static boolean startsWithAny(String name, List<String> prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public URL getResource(String name) {
        URL own = findResource(name);
        return own == null ? getParent().getResource(name) : own;
    }

    /** Services of Blink's SPI are listed by whoever brings them: the parent's are not this plugin's. */
    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        List<URL> found = new ArrayList<>(Collections.list(findResources(name)));
        if (!name.startsWith(OWN_SERVICES)) {
            found.addAll(Collections.list(getParent().getResources(name)));
        }
        return Collections.enumeration(found);
    }
}

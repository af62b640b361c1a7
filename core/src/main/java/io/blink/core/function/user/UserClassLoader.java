package io.blink.core.function.user;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * The classes of a function's jars. They see the JDK, the API of functions (core) and slf4j of the engine, and nothing else of it: its libraries are no business of theirs, and theirs may be of
 * other versions.
 */
final class UserClassLoader extends URLClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final List<String> SHARED = List.of("io.blink.core.", "org.slf4j.");

    private final ClassLoader engine;

    UserClassLoader(URL[] jars, ClassLoader engine) {
        super("user-functions", jars, ClassLoader.getPlatformClassLoader());
        this.engine = engine;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        for (String prefix : SHARED) {
            if (name.startsWith(prefix)) {
                return engine.loadClass(name);
            }
        }
        return super.loadClass(name, resolve);
    }
}

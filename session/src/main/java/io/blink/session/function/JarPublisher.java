package io.blink.session.function;

import java.nio.file.Path;

/** Brings jars to where the workers of a cluster read them. */
@FunctionalInterface
public interface JarPublisher {
    /** The place of a jar with this content. @param jar a copy in this process's file system, which stays until the session ends */
    String publish(String sha256, Path jar);
}

package io.blink.core.spi.filesystem;

import io.blink.core.config.Configuration;
import java.util.Set;

/** Opens file systems for some URI schemes. Found by {@link java.util.ServiceLoader}. */
public interface FileSystemFactory {
    /** Lower-case schemes, for example {@code hdfs}. */
    Set<String> schemes();

    FileSystem create(Configuration configuration);
}

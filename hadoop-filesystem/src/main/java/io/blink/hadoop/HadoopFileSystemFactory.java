package io.blink.hadoop;

import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystemFactory;
import java.util.Set;

/** Makes {@link HadoopFileSystem}s. */
public final class HadoopFileSystemFactory implements FileSystemFactory {
    @Override
    public Set<String> schemes() {
        return Set.of("hdfs", "viewfs", "webhdfs", "har");
    }

    @Override
    public FileSystem create(Configuration configuration) {
        return new HadoopFileSystem(HadoopConfigurations.load(configuration));
    }
}

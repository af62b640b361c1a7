package io.blink.yarn;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import io.blink.core.error.BlinkException;
import java.util.ArrayList;
import java.util.List;

/**
 * How a container's memory is shared out inside its process. Every part is bounded by a flag, so that physical memory stays under the container's and the
 * addresses that the JVM reserves under YARN's 2.1 times of it: class space, metaspace and code cache are explicit because their defaults reserve over a GB.
 */
public record ProcessMemory(long containerBytes) {
    private static final long MB = 1 << 20;
    private static final long CONTAINER_MIN = 384 * MB;
    private static final long METASPACE = 128 * MB;
    private static final long CLASS_SPACE = 48 * MB;
    private static final long CODE_CACHE = 64 * MB;
    private static final long DIRECT_MIN = 48 * MB;
    private static final double DIRECT_SHARE = 0.1;
    private static final double UNKNOWN_SHARE = 0.1;

    /** As a setting says it; too little is an error that names it. */
    public static ProcessMemory of(ConfigOption<DataSize> option, Configuration configuration) {
        DataSize container = configuration.get(option);
        if (container.bytes() < CONTAINER_MIN) {
            throw new BlinkException(
                    YarnErrorCode.INVALID_MEMORY,
                    "'" + option.key() + "' = " + container + " is too little for a process; give it at least "
                            + new DataSize(CONTAINER_MIN) + ".");
        }
        return new ProcessMemory(container.bytes());
    }

    long directBytes() {
        return Math.max(DIRECT_MIN, (long) (containerBytes * DIRECT_SHARE));
    }

    long heapBytes() {
        long unknown = (long) (containerBytes * UNKNOWN_SHARE);
        return containerBytes - METASPACE - CODE_CACHE - directBytes() - unknown;
    }

    /** @param processors that the process may count on */
    public List<String> workerFlags(int processors) {
        return flags(processors);
    }

    /**
     * The master only decides: the compiler for long runs would cost it more than it gives, most of all while it starts and everybody waits.
     *
     * @param processors that the process may count on
     */
    public List<String> masterFlags(int processors) {
        List<String> flags = new ArrayList<>(flags(processors));
        flags.add("-XX:TieredStopAtLevel=1");
        return flags;
    }

    private List<String> flags(int processors) {
        return List.of(
                "-XX:+UseG1GC",
                "-Xms" + heapBytes() / MB + "m",
                "-Xmx" + heapBytes() / MB + "m",
                "-XX:MaxDirectMemorySize=" + directBytes() / MB + "m",
                "-XX:MaxMetaspaceSize=" + METASPACE / MB + "m",
                "-XX:CompressedClassSpaceSize=" + CLASS_SPACE / MB + "m",
                "-XX:ReservedCodeCacheSize=" + CODE_CACHE / MB + "m",
                "-XX:ActiveProcessorCount=" + processors,
                "-XX:+ExitOnOutOfMemoryError",
                "-Xshare:auto");
    }
}

package io.blink.benchmarks.stream;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds at a moment.
 *
 * @param seconds since the first sample
 * @param heapMegabytes that the last collection of each part of the heap left
 * @param residentMegabytes memory of the process, heap included
 * @param files open files and sockets
 */
record ProcessSample(double seconds, double heapMegabytes, double residentMegabytes, int files, int threads) {
    private static final double MEGABYTE = 1024 * 1024;
    private static final String RESIDENT = "VmRSS:";

    static ProcessSample now(double seconds) {
        long heap = 0;
        for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
                heap += pool.getCollectionUsage().getUsed();
            }
        }
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return new ProcessSample(
                    seconds,
                    heap / MEGABYTE,
                    residentKilobytes() / 1024.0,
                    (int) files.count(),
                    ManagementFactory.getThreadMXBean().getThreadCount());
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read /proc/self; soak needs Linux", e);
        }
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }
}

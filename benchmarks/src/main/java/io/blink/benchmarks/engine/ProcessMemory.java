package io.blink.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that a process has held (VmHWM), as far as the operating system tells. */
final class ProcessMemory {
    private static final String PEAK = "VmHWM:";
    private static final int KILOBYTES = 1024;

    private ProcessMemory() {}

    /** 0 when the process is gone or the system has no /proc. */
    static long peakMegabytes(long processId) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + processId + "/status"))) {
                if (line.startsWith(PEAK)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES;
                }
            }
            return 0;
        } catch (IOException gone) {
            return 0;
        }
    }
}

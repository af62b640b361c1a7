package io.blink.testing.process;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The machine's free memory, asked before servers are started that could not all live in it. */
public final class Memory {
    private Memory() {}

    /** What the kernel says can be used without swapping. */
    public static long availableMegabytes() {
        Path file = Path.of("/proc/meminfo");
        try {
            for (String line : Files.readAllLines(file)) {
                if (line.startsWith("MemAvailable:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
                }
            }
        } catch (IOException exception) {
            throw new BlinkException(TestingErrorCode.FILE_ACCESS, "Cannot read " + file, exception);
        }
        throw new BlinkException(TestingErrorCode.FILE_ACCESS, file + " has no line MemAvailable");
    }

    /** Fails at once when less than {@code neededMegabytes} is free. */
    public static void require(long neededMegabytes, String purpose) {
        long available = availableMegabytes();
        if (available < neededMegabytes) {
            throw new BlinkException(
                    TestingErrorCode.MEMORY_TOO_SMALL,
                    "Too little memory for " + purpose + ": " + neededMegabytes + " MB are needed, " + available
                            + " MB are free; end other programs or ask for fewer or smaller nodes");
        }
    }
}

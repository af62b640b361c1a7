package io.blink.benchmarks.engine;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

/** Short names of versions. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(EngineSettings settings) {
        CRC32 checksum = new CRC32();
        checksum.update(settings.toString().getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(checksum.getValue());
    }

    static String of(List<Path> files) {
        CRC32 checksum = new CRC32();
        for (Path file : files) {
            try {
                checksum.update(Files.readAllBytes(file));
            } catch (IOException e) {
                throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read " + file, e);
            }
        }
        return Long.toHexString(checksum.getValue());
    }
}

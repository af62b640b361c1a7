package io.blink.rocksdb;

import io.blink.core.error.BlinkException;
import io.blink.state.StateErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Folders of one store. Their files belong to nobody else. */
final class LocalFolders {
    private LocalFolders() {}

    static void create(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw failed(folder, "made", e);
        }
    }

    /** Nothing happens if there is none. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed(folder, "deleted", e);
        } catch (UncheckedIOException e) {
            throw failed(folder, "deleted", e.getCause());
        }
    }

    private static BlinkException failed(Path folder, String what, IOException cause) {
        return new BlinkException(
                StateErrorCode.LOCAL_STATE,
                "The folder of state " + folder + " cannot be " + what + ": " + cause.getMessage(),
                cause);
    }
}

package io.blink.testing.tpcds;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Puts the pieces of a file together. */
final class FileJoining {
    private FileJoining() {}

    static void append(Path target, Path source) throws IOException {
        try (FileChannel from = FileChannel.open(source);
                FileChannel to = FileChannel.open(target, StandardOpenOption.WRITE)) {
            to.position(to.size());
            long size = from.size();
            for (long copied = 0; copied < size; ) {
                copied += from.transferTo(copied, size - copied, to);
            }
        }
    }

    static void publish(Path complete, Path name) throws IOException {
        Files.move(complete, name, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

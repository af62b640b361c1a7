package io.blink.benchmarks.nexmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Records in a file, one JSON a line, each added as soon as it is known. */
final class JsonLines<T> {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final List<T> records = new ArrayList<>();

    /** @param fresh drops what there is */
    JsonLines(Path file, Class<T> type, boolean fresh) {
        this.file = file;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (fresh) {
                Files.deleteIfExists(file);
            }
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                records.add(JSON.readValue(line, type));
            }
        } catch (JsonProcessingException e) {
            throw new BlinkException(
                    BenchErrorCode.FILE_ACCESS, file + " holds something else; --fresh drops the file", e);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read " + file, e);
        }
    }

    void add(T added) {
        try {
            byte[] line = (JSON.writeValueAsString(added) + "\n").getBytes(StandardCharsets.UTF_8);
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot append to " + file, e);
        }
        records.add(added);
    }

    /** In the order in which they were added. */
    List<T> all() {
        return List.copyOf(records);
    }
}

package io.blink.benchmarks.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * All measurements of a folder, one JSON object a line, appended as they come, so that a benchmark that was interrupted goes on where it was. A last line that
 * was cut off by the end of the process is dropped. Used by one thread of one process.
 */
public final class MeasurementStore {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<Measurement.Key, Measurement> measurements = new LinkedHashMap<>();

    private MeasurementStore(Path file) {
        this.file = file;
    }

    /** @param fresh drops what there is */
    public static MeasurementStore open(Path file, boolean fresh) {
        MeasurementStore store = new MeasurementStore(file);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (fresh) {
                Files.deleteIfExists(file);
            }
            if (Files.exists(file)) {
                store.read();
            }
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read the measurements in " + file, e);
        }
        return store;
    }

    private void read() throws IOException {
        String text = Files.readString(file);
        int complete = text.lastIndexOf('\n') + 1;
        for (String line : text.substring(0, complete).lines().toList()) {
            Measurement measurement = parse(line);
            measurements.put(measurement.key(), measurement);
        }
        if (complete < text.length()) {
            Files.writeString(file, text.substring(0, complete));
        }
    }

    private Measurement parse(String line) {
        try {
            return JSON.readValue(line, Measurement.class);
        } catch (JsonProcessingException e) {
            throw new BlinkException(
                    BenchErrorCode.FILE_ACCESS,
                    file + " holds no measurement in the line " + line + "; --fresh drops the file",
                    e);
        }
    }

    public void add(Measurement measurement) {
        try {
            byte[] line = (JSON.writeValueAsString(measurement) + "\n").getBytes(StandardCharsets.UTF_8);
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot append to the measurements in " + file, e);
        }
        measurements.put(measurement.key(), measurement);
    }

    /** The runs 1 to {@code runs} that are missing; none after a failure, which a further run would only repeat. */
    public List<Integer> missing(String suite, double scale, String query, String engine, String build, int runs) {
        List<Measurement> there = of(suite, scale, query, engine, build);
        if (there.stream().anyMatch(measurement -> measurement.outcome() != Measurement.Outcome.OK)) {
            return List.of();
        }
        return IntStream.rangeClosed(1, runs)
                .filter(run -> there.stream().noneMatch(measurement -> measurement.run() == run))
                .boxed()
                .toList();
    }

    /** All runs of a query, in the order in which they were made. */
    public List<Measurement> of(String suite, double scale, String query, String engine, String build) {
        return measurements.values().stream()
                .filter(measurement -> measurement
                        .key()
                        .equals(new Measurement.Key(suite, scale, query, engine, measurement.run(), build)))
                .toList();
    }
}

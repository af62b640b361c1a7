package io.blink.benchmarks.micro;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One line of JMH's results.
 *
 * @param name class and method
 * @param parameters in JMH's order
 * @param error half of the interval of 99.9 % around the score; NaN: too few iterations to tell
 */
record MicroResult(String name, List<String> parameters, double score, double error) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** From a file that JMH wrote with {@code -rf json}. */
    static List<MicroResult> read(Path file) {
        try {
            List<MicroResult> results = new ArrayList<>();
            for (JsonNode result : JSON.readTree(file.toFile())) {
                results.add(of(result));
            }
            return results;
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read JMH's results in " + file, e);
        }
    }

    private static MicroResult of(JsonNode result) {
        String[] words = result.get("benchmark").asText().split("\\.");
        List<String> parameters = new ArrayList<>();
        for (Map.Entry<String, JsonNode> parameter : result.path("params").properties()) {
            parameters.add(parameter.getKey() + " " + parameter.getValue().asText());
        }
        JsonNode metric = result.get("primaryMetric");
        return new MicroResult(
                words[words.length - 2].replaceFirst("Benchmark$", "") + "." + words[words.length - 1],
                parameters,
                metric.get("score").asDouble(),
                metric.get("scoreError").asDouble(Double.NaN));
    }

    List<String> cells() {
        return List.of(
                (name + " " + String.join(", ", parameters)).strip(),
                String.format(Locale.ROOT, "%.2f", score),
                Double.isNaN(error) ? "-" : String.format(Locale.ROOT, "%.2f", error));
    }
}

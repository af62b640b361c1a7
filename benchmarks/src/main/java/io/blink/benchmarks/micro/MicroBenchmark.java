package io.blink.benchmarks.micro;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A choice of methods of one JMH class, with a choice of parameters.
 *
 * @param module in whose tests the class is
 * @param className without its package
 * @param methods separated by commas; {@code *}: all
 * @param parameters as JMH takes them, {@code name=value,value}
 */
record MicroBenchmark(String module, String className, String methods, List<String> parameters) {
    private static final String RESOURCE = "jmh.benchmarks";

    MicroBenchmark {
        parameters = List.copyOf(parameters);
    }

    /** What the table consists of, from the resource {@code jmh.benchmarks}. */
    static List<MicroBenchmark> all() {
        try (InputStream stream = MicroBenchmark.class.getResourceAsStream(RESOURCE)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(MicroBenchmark::parse)
                    .toList();
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read the resource " + RESOURCE, e);
        }
    }

    private static MicroBenchmark parse(String line) {
        String[] words = line.split(" +");
        return new MicroBenchmark(
                words[0], words[1], words[2], Arrays.asList(words).subList(3, words.length));
    }

    /** The methods, for JMH's command line. */
    String pattern() {
        return "\\." + className + "\\." + (methods.equals("*") ? ".*" : "(" + methods.replace(',', '|') + ")") + "$";
    }

    /** The parameters, for JMH's command line. */
    List<String> parameterWords() {
        List<String> words = new ArrayList<>();
        parameters.forEach(parameter -> words.addAll(List.of("-p", parameter)));
        return words;
    }
}

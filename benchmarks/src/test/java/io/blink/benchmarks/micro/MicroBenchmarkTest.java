package io.blink.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MicroBenchmarkTest {
    @TempDir
    Path folder;

    @Test
    void whatIsListedExists() throws IOException {
        for (MicroBenchmark benchmark : MicroBenchmark.all()) {
            String source = source(benchmark);
            for (String method : benchmark.methods().split(",")) {
                assertThat(method.equals("*") || source.contains(" " + method + "("))
                        .as("%s has a method %s", benchmark.className(), method)
                        .isTrue();
            }
            for (String parameter : benchmark.parameters()) {
                String name = parameter.substring(0, parameter.indexOf('='));
                assertThat(source).containsPattern("public \\w+ " + name + "[;\\s]");
            }
        }
    }

    private static String source(MicroBenchmark benchmark) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("..", benchmark.module(), "src", "test", "java"))) {
            Path file = files.filter(path -> path.endsWith(benchmark.className() + ".java"))
                    .findFirst()
                    .orElseThrow();
            return Files.readString(file);
        }
    }

    @Test
    void methodsAndParametersBecomeWordsOfJmh() {
        MicroBenchmark some = new MicroBenchmark("runtime", "SomeBenchmark", "insert,find", List.of("keys=1,2"));
        assertThat(some.pattern()).isEqualTo("\\.SomeBenchmark\\.(insert|find)$");
        assertThat(some.parameterWords()).containsExactly("-p", "keys=1,2");
        assertThat(new MicroBenchmark("runtime", "SomeBenchmark", "*", List.of()).pattern())
                .isEqualTo("\\.SomeBenchmark\\..*$");
    }

    @Test
    void resultsBecomeCells() throws IOException {
        Path file = Files.writeString(folder.resolve("some.json"), """
                [ { "benchmark": "io.blink.SomeBenchmark.find", "params": { "keys": "1000", "kind": "DENSE" },
                    "primaryMetric": { "score": 1.234, "scoreError": "NaN", "scoreUnit": "ns/op" } },
                  { "benchmark": "io.blink.SomeBenchmark.insert",
                    "primaryMetric": { "score": 20.5, "scoreError": 0.126, "scoreUnit": "ns/op" } } ]
                """);
        assertThat(MicroResult.read(file).stream().map(MicroResult::cells))
                .containsExactly(
                        List.of("Some.find keys 1000, kind DENSE", "1.23", "-"),
                        List.of("Some.insert", "20.50", "0.13"));
    }
}

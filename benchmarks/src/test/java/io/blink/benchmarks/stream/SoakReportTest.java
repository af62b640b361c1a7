package io.blink.benchmarks.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakReportTest {
    @TempDir
    Path folder;

    @Test
    void growthBehindTheSecondQuarterIsNamed() {
        List<ProcessSample> samples = IntStream.range(0, 40)
                .mapToObj(i -> new ProcessSample(i * 60, i < 10 ? 10 * i : 100, 500 + (i < 20 ? 0 : 10 * i), 50, 20))
                .toList();
        SoakReport report = new SoakReport(samples);
        List<String> lines =
                report.lines().stream().map(line -> line.replaceAll(" +", " ")).toList();
        assertThat(lines)
                .contains(
                        "| heap after collections, MB | 45 | 100 | 100 | 100 | 1.00 | no |",
                        "| memory of the process, MB | 500 | 500 | 745 | 845 | 1.69 | yes |",
                        "| open files | 50 | 50 | 50 | 50 | 1.00 | no |");
        report.plot(folder.resolve("soak.svg"));
        assertThat(folder.resolve("soak.svg"))
                .content()
                .contains("memory of the process")
                .endsWith("</svg>\n");
    }

    @Test
    void aProcessHasHeapFilesAndThreads() {
        ProcessSample sample = ProcessSample.now(1);
        assertThat(sample.residentMegabytes()).isPositive();
        assertThat(sample.files()).isPositive();
        assertThat(sample.threads()).isPositive();
    }
}

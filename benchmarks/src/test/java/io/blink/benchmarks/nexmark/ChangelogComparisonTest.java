package io.blink.benchmarks.nexmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.benchmarks.compare.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangelogComparisonTest {
    @TempDir
    Path folder;

    private Path file(String name, String... rows) throws IOException {
        return Files.writeString(folder.resolve(name), ",T\r\n,n\r\n" + String.join("\r\n", rows) + "\r\n");
    }

    @Test
    void onlyWhatRemainsCounts() throws IOException {
        Path expected = file("expected", "+I,a");
        file("expected.1", "+I,c");
        Path actual = file("actual", "+I,c", "+I,a", "-U,a", "+U,b", "-U,b", "+U,a", "+I,d", "-D,d");
        assertThat(ChangelogComparison.compare(expected, actual, 0)).isEqualTo(Verdict.SAME);
    }

    @Test
    void byKeyTheLastRowCounts() throws IOException {
        Path expected = file("expected", "+I,1,a", "+U,1,b", "+I,2,c", "-D,2,c");
        Path actual = file("actual", "+I,1,a", "-U,1,a", "+U,1,b");
        assertThat(ChangelogComparison.compare(expected, actual, 1)).isEqualTo(Verdict.SAME);
        assertThat(ChangelogComparison.compare(expected, actual, 0)).isInstanceOf(Verdict.Different.class);
    }

    @Test
    void differencesAreToldWithExamples() throws IOException {
        Path expected = file("expected", "+I,a", "+I,a", "+I,b");
        Path actual = file("actual", "+I,a", "+I,c", "-D,b");
        assertThat(ChangelogComparison.compare(expected, actual, 0))
                .isInstanceOfSatisfying(Verdict.Different.class, different -> assertThat(different.reason())
                        .isEqualTo("1 rows instead of 3, 3 missing, 1 unexpected; missing: +I,a; missing: +I,a;"
                                + " unexpected: +I,c"));
    }
}

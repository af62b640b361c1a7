package io.blink.testing.exactlyonce;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.testing.exactlyonce.WindowedCount.Group;
import io.blink.testing.exactlyonce.WindowedCount.Totals;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExactlyOnceCheckTest {
    private static final WindowedCount QUERY = new WindowedCount(
            1_000, LocalDateTime.parse("2024-01-01T00:00:00"), 10_000, 1_000_000, 42, "item", 7, "amount", 99);

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void expectedResultCountsEachRowOnce() {
        Map<Group, Totals> expected = QUERY.expected();
        assertThat(expected).hasSize(70);
        assertThat(expected.values().stream().mapToLong(Totals::count).sum()).isEqualTo(1_000);
        assertThat(expected.keySet().iterator().next())
                .isEqualTo(new Group(LocalDateTime.parse("2024-01-01T00:00:00"), 0));
    }

    @Test
    void exactResultPasses() throws IOException {
        assertThat(check(lines())).isZero();
        assertThat(printed()).contains("1,000 rows in 70 groups of window and key: each row counted exactly once");
    }

    @Test
    void plantedLostRowIsCaught() throws IOException {
        List<String> lines = lines();
        lines.set(8, withCount(lines.get(8), -1));
        assertThat(check(lines)).isEqualTo(1);
        assertThat(printed()).contains("1 of 70 groups are wrong").contains("1 rows lost");
    }

    @Test
    void plantedDoubledRowIsCaught() throws IOException {
        List<String> lines = lines();
        lines.set(20, withCount(lines.get(20), 1));
        assertThat(check(lines)).isEqualTo(1);
        assertThat(printed()).contains("1 rows too many");
    }

    @Test
    void rowOfAnotherRowsValueIsCaught() throws IOException {
        List<String> lines = lines();
        String[] fields = lines.get(5).split(",");
        lines.set(5, String.join(",", fields[0], fields[1], fields[2], Long.toString(Long.parseLong(fields[3]) + 1)));
        assertThat(check(lines)).isEqualTo(1);
        assertThat(printed()).contains("other rows");
    }

    @Test
    void lostAndDoubledGroupsAreCaught() throws IOException {
        List<String> lost = lines();
        String group = lost.remove(3);
        assertThat(check(lost)).isEqualTo(1);
        lost.add(group);
        lost.add(group);
        assertThat(check(lost)).isEqualTo(1);
        assertThat(printed()).contains("is in the result more than once");
    }

    @Test
    void otherFilesAndOptionsAreRefused() throws IOException {
        assertThat(check(List.of("window_start,key,count,sum", "yesterday,1,2,3")))
                .isEqualTo(2);
        assertThat(run("--rows", "1")).isEqualTo(2);
    }

    private static List<String> lines() {
        List<String> lines = new ArrayList<>(List.of("window_start,item,events,amount"));
        QUERY.expected()
                .forEach((group, totals) -> lines.add(String.join(
                        ",",
                        group.windowStart().toString().replace('T', ' '),
                        Long.toString(group.key()),
                        Long.toString(totals.count()),
                        Long.toString(totals.sum()))));
        return lines;
    }

    private static String withCount(String line, int change) {
        String[] fields = line.split(",");
        return String.join(",", fields[0], fields[1], Long.toString(Long.parseLong(fields[2]) + change), fields[3]);
    }

    private int check(List<String> lines) throws IOException {
        Path result = Files.write(folder.resolve("result.csv"), lines);
        return run(
                "--result",
                result.toString(),
                "--rows",
                "1000",
                "--start",
                "2024-01-01 00:00:00",
                "--step-micros",
                "10000",
                "--window-micros",
                "1000000",
                "--seed",
                "42",
                "--key",
                "item",
                "--keys",
                "7",
                "--amount",
                "amount",
                "--amount-max",
                "99");
    }

    private int run(String... words) {
        PrintStream printer = new PrintStream(out, true, StandardCharsets.UTF_8);
        return ExactlyOnceCheck.run(words, printer, printer);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }
}

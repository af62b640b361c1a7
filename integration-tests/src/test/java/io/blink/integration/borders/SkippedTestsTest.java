package io.blink.integration.borders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No test of the other modules, which the build runs before this one, is skipped without a line in {@code skipped-tests.txt}. */
class SkippedTestsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Path LISTED = Path.of("src/test/resources/skipped-tests.txt");
    private static final Pattern SKIPPED =
            Pattern.compile("<testcase name=\"(?<name>[^\"]*)\" classname=\"(?<class>[^\"]*)\"[^>]*>\\s*<skipped");

    @Test
    void everySkippedTestIsListedWithItsReason() throws IOException {
        List<String> skipped = new ArrayList<>();
        for (Path report : reports()) {
            Matcher matcher = SKIPPED.matcher(Files.readString(report));
            while (matcher.find()) {
                skipped.add(matcher.group("class") + "." + matcher.group("name"));
            }
        }
        assertThat(skipped).as("skipped tests that %s does not list", LISTED).allMatch(listed()::contains);
    }

    /** Lines {@code class.method: reason}. */
    private static Set<String> listed() throws IOException {
        return Files.readAllLines(LISTED).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> line.substring(0, line.indexOf(':')))
                .collect(Collectors.toSet());
    }

    private static List<Path> reports() throws IOException {
        List<Path> reports = new ArrayList<>();
        for (String kind : List.of("surefire-reports", "failsafe-reports")) {
            try (Stream<Path> files =
                    Files.find(ROOT, 5, (file, attributes) -> file.toString().contains("/target/" + kind + "/TEST-"))) {
                files.filter(file -> file.toString().endsWith(".xml")).forEach(reports::add);
            }
        }
        return reports;
    }
}

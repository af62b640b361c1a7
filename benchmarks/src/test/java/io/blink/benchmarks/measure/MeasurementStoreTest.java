package io.blink.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.benchmarks.measure.Measurement.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasurementStoreTest {
    @TempDir
    Path folder;

    @Test
    void aSecondStartKnowsWhatWasMeasuredAndWhatIsMissing() {
        MeasurementStore store = MeasurementStore.open(file(), false);
        store.add(measurement("q1", 1, Outcome.OK));
        store.add(measurement("q1", 2, Outcome.OK));
        MeasurementStore again = MeasurementStore.open(file(), false);
        assertThat(again.of("s", 1, "q1", "blink", "b1"))
                .containsExactly(measurement("q1", 1, Outcome.OK), measurement("q1", 2, Outcome.OK));
        assertThat(again.missing("s", 1, "q1", "blink", "b1", 3)).containsExactly(3);
        assertThat(again.missing("s", 1, "q2", "blink", "b1", 2)).containsExactly(1, 2);
    }

    @Test
    void anotherBuildOrScaleStartsFromNothing() {
        MeasurementStore store = MeasurementStore.open(file(), false);
        store.add(measurement("q1", 1, Outcome.OK));
        assertThat(store.missing("s", 1, "q1", "blink", "b2", 1)).containsExactly(1);
        assertThat(store.missing("s", 10, "q1", "blink", "b1", 1)).containsExactly(1);
    }

    @Test
    void whatFailedIsNotRunAgain() {
        MeasurementStore store = MeasurementStore.open(file(), false);
        store.add(measurement("q1", 1, Outcome.TIMED_OUT));
        assertThat(store.missing("s", 1, "q1", "blink", "b1", 3)).isEmpty();
    }

    @Test
    void aLineThatWasCutOffIsDroppedAndTheNextOneStandsAlone() throws Exception {
        MeasurementStore.open(file(), false).add(measurement("q1", 1, Outcome.OK));
        Files.writeString(file(), "{\"suite\":\"s\",\"sca", StandardOpenOption.APPEND);
        MeasurementStore.open(file(), false).add(measurement("q1", 2, Outcome.OK));
        assertThat(MeasurementStore.open(file(), false).missing("s", 1, "q1", "blink", "b1", 2))
                .isEmpty();
    }

    @Test
    void freshDropsEverything() {
        MeasurementStore.open(file(), false).add(measurement("q1", 1, Outcome.OK));
        assertThat(MeasurementStore.open(file(), true).missing("s", 1, "q1", "blink", "b1", 1))
                .containsExactly(1);
    }

    @Test
    void aForeignFileIsNotTakenForMeasurements() throws Exception {
        Files.writeString(file(), "hello\n");
        assertThatThrownBy(() -> MeasurementStore.open(file(), false)).hasMessageContaining("hello");
    }

    private Path file() {
        return folder.resolve("measurements.jsonl");
    }

    private static Measurement measurement(String query, int run, Outcome outcome) {
        return new Measurement("s", 1, query, "blink", run, "b1", outcome, 0.5, 3, "", 100);
    }
}

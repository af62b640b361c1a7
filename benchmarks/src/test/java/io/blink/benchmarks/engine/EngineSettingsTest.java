package io.blink.benchmarks.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineSettingsTest {
    private static final Resources RESOURCES =
            new Resources(2, 512, Path.of("/bench"), Duration.ofSeconds(1), Map.of());

    @Test
    void variablesAreFilledInAndCommentsDropped() {
        EngineSettings settings = EngineSettings.parse(
                "# why\njvm = -Xmx${memory}m -ea\n\nlimit = ${memory}MB\nthreads=${threads}\n", RESOURCES);
        assertThat(settings.jvmOptions()).containsExactly("-Xmx512m", "-ea");
        assertThat(settings.settings())
                .containsEntry("limit", "512MB")
                .containsEntry("threads", "2")
                .hasSize(2);
    }

    @Test
    void othersReplaceSettingsOfTheSameName() {
        EngineSettings settings = EngineSettings.parse("limit = 1\nthreads = 2\n", RESOURCES);
        assertThat(settings.with(Map.of("limit", "5", "pool", "6")).settings())
                .containsExactlyInAnyOrderEntriesOf(Map.of("limit", "5", "threads", "2", "pool", "6"));
    }

    @ParameterizedTest
    @EnumSource(EngineName.class)
    void everyEngineHasItsSettings(EngineName engine) {
        EngineSettings settings = EngineSettings.load(engine, RESOURCES);
        assertThat(settings.jvmOptions()).isNotEmpty().allSatisfy(option -> assertThat(option)
                .doesNotContain("${"));
    }

    @Test
    void anUnknownEngineIsAnsweredWithTheKnownOnes() {
        assertThatThrownBy(() -> EngineName.of("presto"))
                .hasMessageContaining("duckdb, blink, blink-hdfs, blink-yarn, spark");
    }
}

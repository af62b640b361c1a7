package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRollingTest {
    private static final List<Field> COLUMNS = List.of(new Field("id", DataType.parse("BIGINT")));

    @TempDir
    Path folder;

    private long nanos = Long.MAX_VALUE - 5;

    private FilesystemWriter writer(Map<String, String> options) {
        FilesystemTable table =
                new FilesystemTable("t", folder.toString(), "csv", COLUMNS, List.of(), List.of(), options);
        SinkHandle sink = SinkHandle.of(table, new SinkRequest(false, Map.of(), ExecutionMode.STREAMING));
        return new FilesystemWriter(
                sink, new WriterContext("j", 1, 0, 1, 0, COLUMNS, ZoneOffset.UTC), new LocalFileSystem(), () -> nanos);
    }

    private static Batch rows(int count) {
        LongColumnBuilder ids = new LongColumnBuilder(count);
        for (int i = 0; i < count; i++) {
            ids.append(1_000_000 + i);
        }
        return new Batch(List.of(ids.build()));
    }

    @Test
    void aFileThatGotRowsForTheIntervalIsFollowedByAnother() {
        try (FilesystemWriter writer = writer(Map.of("sink.rolling-policy.rollover-interval", "1 min"))) {
            writer.write(rows(1));
            nanos += Duration.ofSeconds(59).toNanos();
            writer.write(rows(1));
            nanos += Duration.ofSeconds(1).toNanos();
            writer.write(rows(1));
            writer.write(rows(1));
            assertThat(writer.prepare(1)).extracting("rows").containsExactly(3L, 1L);
        }
    }

    @Test
    void aFileOfTheSizeIsFollowedByAnother() {
        try (FilesystemWriter writer = writer(Map.of("sink.rolling-policy.file-size", "1 kb"))) {
            writer.write(rows(1000));
            writer.write(rows(10));
            assertThat(writer.prepare(1)).extracting("rows").containsExactly(1000L, 10L);
        }
    }
}

package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.WriterMemory;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriterBuffersTest {
    private static final List<Field> COLUMNS =
            List.of(new Field("a", DataType.parse("BIGINT")), new Field("b", DataType.parse("BIGINT")));
    private static final int BATCHES = 200;

    @TempDir
    Path folder;

    private static final class Limited implements WriterMemory {
        private final long limit;
        private long peak;

        Limited(long limit) {
            this.limit = limit;
        }

        @Override
        public boolean tryHold(long bytes) {
            peak = bytes <= limit ? Math.max(peak, bytes) : peak;
            return bytes <= limit;
        }

        @Override
        public void hold(long bytes) {
            throw new IllegalStateException(bytes + " of " + limit);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void aFileIsWrittenOutEarlyWhereMemoryIsShort(String name) throws IOException {
        Limited memory = new Limited(4 << 20);
        String path = folder.resolve("file").toString();
        Random random = new Random(1);
        try (FileWriter writer = writer(name, path)) {
            for (int i = 0; i < BATCHES; i++) {
                writer.write(batch(random));
                new WriterBuffers(memory).fit(() -> List.of(writer), () -> false);
            }
            writer.finish();
        }
        assertThat(memory.peak).isBetween(1L << 20, 4L << 20);
        ReadRequest whole = ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC);
        try (FileReader reader =
                FileFormats.named(name).open(new LocalFileSystem().open(path), whole, Configuration.empty())) {
            Random again = new Random(1);
            List<Long> read = new ArrayList<>();
            for (Batch batch = reader.next(4096); batch != null; batch = reader.next(4096)) {
                long[] values = ((LongColumn) batch.column(0).flat()).values();
                for (int row = 0; row < batch.rowCount(); row++) {
                    read.add(values[row]);
                }
            }
            List<Long> written = new ArrayList<>();
            for (int i = 0; i < BATCHES; i++) {
                long[] values = ((LongColumn) batch(again).column(0)).values();
                for (long value : values) {
                    written.add(value);
                }
            }
            assertThat(read).isEqualTo(written);
            ScanFigures figures = reader.figures();
            assertThat(figures.rowGroups()).isGreaterThan(2);
        }
    }

    @Test
    void filesThatHoldLittleAreEndedAndTheLastOneFails() throws IOException {
        Limited memory = new Limited(100);
        List<FileWriter> open = new ArrayList<>();
        Random random = new Random(1);
        for (int i = 0; i < 3; i++) {
            open.add(writer("parquet", folder.resolve("file" + i).toString()));
            open.get(i).write(batch(random));
        }
        WriterBuffers buffers = new WriterBuffers(memory);
        assertThatThrownBy(() -> buffers.fit(() -> List.copyOf(open), () -> {
                    if (open.size() == 1) {
                        return false;
                    }
                    try (FileWriter ended = open.remove(0)) {
                        ended.finish();
                    }
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(open).hasSize(1);
        open.get(0).close();
    }

    private static FileWriter writer(String name, String path) throws IOException {
        return FileFormats.named(name).create(new LocalFileSystem().create(path), path, COLUMNS, Configuration.empty());
    }

    private static Batch batch(Random random) {
        return new Batch(List.of(
                new LongColumn(4096, random.longs(4096).toArray(), null),
                new LongColumn(4096, random.longs(4096).toArray(), null)));
    }
}

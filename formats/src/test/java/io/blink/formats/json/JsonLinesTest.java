package io.blink.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.ReadRequest;
import io.blink.formats.record.RecordRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
    private static final List<Field> COLUMNS = RecordRows.fields("n BIGINT");

    @TempDir
    Path folder;

    @Test
    void partsOfAFileTogetherHaveEachLineOnce() throws IOException {
        String text = "{\"n\":1}\n\n{\"n\":22}\r\n  {\"n\":333}\n{\"n\":4444}";
        Path file = Files.writeString(folder.resolve("lines.json"), text);
        for (int cut = 0; cut <= text.length(); cut++) {
            List<Long> rows = read(file, 0, cut);
            rows.addAll(read(file, cut, text.length() - cut));
            assertThat(rows).as("cut at %d", cut).containsExactly(1L, 22L, 333L, 4444L);
        }
    }

    @Test
    void linesMayBeLongerThanTheBuffer() throws IOException {
        String filler = "\"f\":\"" + "x".repeat(300_000) + "\"";
        StringBuilder text = new StringBuilder();
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < 12; i++) {
            text.append("{\"n\":")
                    .append(i)
                    .append(i % 3 == 0 ? "," + filler : "")
                    .append("}\n");
            expected.add(i);
        }
        Path file = Files.writeString(folder.resolve("long.json"), text);
        assertThat(read(file, 0, text.length())).isEqualTo(expected);
    }

    @Test
    void aBadLineIsNamedWithItsPlace() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.json"), "{\"n\":1}\n{\"n\":}\n");
        assertThatThrownBy(() -> read(file, 0, Long.MAX_VALUE))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(
                        "bad.json, the line at byte 8: 'n': at byte 5 stands '}' where a value is expected");
    }

    private static List<Long> read(Path file, long offset, long length) throws IOException {
        List<Long> rows = new ArrayList<>();
        ReadRequest request =
                ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC).part(offset, length);
        try (FileReader reader =
                new JsonFormat().open(new LocalFileSystem().open(file.toString()), request, Configuration.empty())) {
            for (Batch batch = reader.next(3); batch != null; batch = reader.next(3)) {
                for (int i = 0; i < batch.rowCount(); i++) {
                    rows.add(((LongColumn) batch.column(0)).get(i));
                }
            }
        }
        return rows;
    }
}

package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every region of a file, cut off or with a flipped bit: the rows that were written, or an error that names the file; never fewer rows. */
class DamagedFileTest {
    private static final String PATH = "/warehouse/t/part-0";
    private static final int ROWS = 400;

    private static final List<Field> COLUMNS = List.of(
            field("id", "INT NOT NULL"),
            field("big", "BIGINT"),
            field("price", "DECIMAL(20, 2)"),
            field("city", "STRING"),
            field("text", "STRING"),
            field("nested", "ROW<a INT, b STRING>"));

    private static Field field(String name, String type) {
        return new Field(name, DataType.parse(type));
    }

    /** Parquet pages carry checksums, so values are right or missed. ORC has none: a flipped bit may give another value, but never another number of rows. */
    @ParameterizedTest
    @CsvSource({"parquet, uncompressed", "parquet, zstd", "orc, none", "orc, zlib"})
    void aFlippedBitIsAnErrorOrTheSameRows(String name, String codec) throws IOException {
        FileFormat format = FileFormats.named(name);
        byte[] whole = write(format, codec);
        List<Object> expected = read(format, whole);
        Random random = new Random(7);
        int errors = 0;
        for (int at : offsets(whole.length)) {
            byte[] damaged = whole.clone();
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            Optional<List<Object>> rows = readOrError(format, damaged, "bit flipped at byte " + at);
            errors += rows.isEmpty() ? 1 : 0;
            rows.ifPresent(read -> {
                assertThat(read).as("byte %d", at).hasSameSizeAs(expected);
                if (name.equals("parquet")) {
                    assertThat(read).as("byte %d", at).isEqualTo(expected);
                }
            });
        }
        assertThat(errors).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"parquet, uncompressed", "parquet, zstd", "orc, none", "orc, zlib"})
    void aFileThatEndsEarlyIsAnError(String name, String codec) throws IOException {
        FileFormat format = FileFormats.named(name);
        byte[] whole = write(format, codec);
        for (int length : offsets(whole.length)) {
            // A file of no bytes is how Hive writes ORC without rows.
            if (length > 0) {
                assertThat(readOrError(format, Arrays.copyOf(whole, length), "cut at byte " + length))
                        .as("cut at byte %d", length)
                        .isEmpty();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"parquet, zstd", "orc, zlib"})
    void thePlaceOfTheDamageIsNamed(String name, String codec) throws IOException {
        FileFormat format = FileFormats.named(name);
        byte[] damaged = write(format, codec);
        Arrays.fill(damaged, 40, damaged.length / 2, (byte) 0x5A);
        assertThatThrownBy(() -> read(format, damaged))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(PATH)
                .hasMessageContaining("byte " + (name.equals("orc") ? 3 : 4));
    }

    @ParameterizedTest
    @CsvSource({"parquet, zstd", "orc, zlib"})
    void aFileWhoseBytesDoNotComeIsNotCalledDamaged(String name, String codec) throws IOException {
        FileFormat format = FileFormats.named(name);
        byte[] whole = write(format, codec);
        for (int failing = 1; failing <= 3; failing++) {
            InputFile file = new Bytes(whole, new AtomicInteger(failing));
            assertThatThrownBy(() -> read(format, file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("connection lost");
        }
    }

    /** Some of each region, and more of the end, where the footer stands. */
    private static Set<Integer> offsets(int length) {
        Set<Integer> offsets = new TreeSet<>();
        for (int at = 0; at < length; at += length / 70) {
            offsets.add(at);
        }
        for (int at = length - 900; at < length; at += 13) {
            offsets.add(at);
        }
        offsets.add(length - 1);
        return offsets;
    }

    private static Optional<List<Object>> readOrError(FileFormat format, byte[] content, String damage)
            throws IOException {
        try {
            return Optional.of(read(format, content));
        } catch (BlinkException e) {
            assertThat(e).as(damage).hasMessageContaining(PATH);
            assertThat(e.code()).as(damage).isInstanceOf(FormatErrorCode.class);
            return Optional.empty();
        }
    }

    private static byte[] write(FileFormat format, String codec) throws IOException {
        String option = format.name().equals("orc") ? "orc.compress" : "parquet.compression";
        return write(format, Map.of(option, codec));
    }

    private static byte[] write(FileFormat format, Map<String, String> options) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (FileWriter writer = format.create(bytes, PATH, COLUMNS, new Configuration(options))) {
            writer.write(RandomRows.batch(COLUMNS, ROWS, 1));
            writer.finish();
        }
        return bytes.toByteArray();
    }

    private static List<Object> read(FileFormat format, byte[] content) throws IOException {
        return read(format, new Bytes(content, new AtomicInteger()));
    }

    private static List<Object> read(FileFormat format, InputFile file) throws IOException {
        List<Object> rows = new ArrayList<>();
        ReadRequest request = ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC);
        try (FileReader reader = format.open(file, request, Configuration.empty())) {
            for (Batch batch = reader.next(1000); batch != null; batch = reader.next(1000)) {
                rows.addAll(RandomRows.rows(batch));
            }
        }
        return rows;
    }

    /** @param readsToFailure counts down; the read that finds 1 fails */
    private record Bytes(byte[] content, AtomicInteger readsToFailure) implements InputFile {
        @Override
        public String path() {
            return PATH;
        }

        @Override
        public long length() {
            return content.length;
        }

        @Override
        public void readFully(long position, byte[] target, int offset, int length) throws IOException {
            if (readsToFailure.getAndDecrement() == 1) {
                throw new IOException("connection lost");
            }
            if (position < 0 || position + length > content.length) {
                throw new EOFException(PATH + " ends before " + (position + length));
            }
            System.arraycopy(content, (int) position, target, offset, length);
        }

        @Override
        public void close() {}
    }
}

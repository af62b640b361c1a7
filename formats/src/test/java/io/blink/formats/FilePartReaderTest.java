package io.blink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilePartReaderTest {
    private static final List<Field> COLUMNS = List.of(new Field("id", DataType.parse("INT")));

    @TempDir
    Path folder;

    private int open;

    /** Counts the files that are open. */
    private final class WatchedFiles implements FileSystem {
        private final FileSystem files = new LocalFileSystem();

        @Override
        public InputFile open(String path) throws IOException {
            InputFile file = files.open(path);
            open++;
            return new InputFile() {
                private boolean closed;

                @Override
                public String path() {
                    return file.path();
                }

                @Override
                public long length() throws IOException {
                    return file.length();
                }

                @Override
                public void readFully(long position, byte[] target, int offset, int length) throws IOException {
                    file.readFully(position, target, offset, length);
                }

                @Override
                public void close() throws IOException {
                    open -= closed ? 0 : 1;
                    closed = true;
                    file.close();
                }
            };
        }

        @Override
        public OutputStream create(String path) {
            throw new UnsupportedOperationException(path);
        }

        @Override
        public Optional<FileStatus> status(String path) throws IOException {
            return files.status(path);
        }

        @Override
        public List<FileStatus> list(String directory) throws IOException {
            return files.list(directory);
        }

        @Override
        public List<FileStatus> listFiles(String directory) throws IOException {
            return files.listFiles(directory);
        }

        @Override
        public void createDirectories(String directory) {
            throw new UnsupportedOperationException(directory);
        }

        @Override
        public boolean rename(String from, String to) {
            throw new UnsupportedOperationException(from);
        }

        @Override
        public boolean delete(String path) {
            throw new UnsupportedOperationException(path);
        }

        @Override
        public boolean touch(String path) {
            throw new UnsupportedOperationException(path);
        }
    }

    private FilePartReader reader(String format, Path file, String position) {
        FilePartReader.Failures failures = new FilePartReader.Failures() {
            @Override
            public BlinkException gone(FileNotFoundException cause) {
                return new BlinkException(FormatErrorCode.FILE_GONE, "gone", cause);
            }

            @Override
            public BlinkException unreadable(IOException cause) {
                return new BlinkException(FormatErrorCode.READ_FAILED, "unreadable", cause);
            }
        };
        IntColumnBuilder seven = new IntColumnBuilder(1);
        seven.append(7);
        List<Column> constants = Arrays.asList(seven.build(), null);
        FilePartReader.Part part = new FilePartReader.Part(
                file.toString(), format, Configuration.empty(), ReadRequest.whole(COLUMNS, COLUMNS, ZoneOffset.UTC));
        Split split = new Split("s", "{}", 1, List.of());
        return new FilePartReader(
                new WatchedFiles(), part, constants, ReaderContext.plain(split, position, ZoneOffset.UTC), failures);
    }

    @Test
    void aPositionIsBehindTheRowsThatWereRead() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), "1\n2\n3\n4\n5\n");
        String position = null;
        List<Integer> ids = new ArrayList<>();
        for (int reads = 0; reads < 5; reads++) {
            try (FilePartReader reader = reader("csv", file, position)) {
                Batch batch = reader.next(1);
                while (batch.rowCount() == 0) {
                    batch = reader.next(1);
                }
                assertThat(batch.column(0).flat())
                        .isInstanceOfSatisfying(IntColumn.class, constant -> assertThat(constant.values()[0])
                                .isEqualTo(7));
                ids.add(((IntColumn) batch.column(1).flat()).values()[0]);
                position = reader.position();
            }
        }
        assertThat(ids).containsExactly(1, 2, 3, 4, 5);
        try (FilePartReader reader = reader("csv", file, position)) {
            assertThat(reader.next(10)).isNull();
            assertThat(reader.finished()).isTrue();
        }
        assertThat(open).isZero();
    }

    @Test
    void filesThatCannotBeReadAreClosedAndNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("rows.csv"), "1\n");
        for (String format : List.of("avro", "parquet", "orc")) {
            try (FilePartReader reader = reader(format, file, null)) {
                assertThatThrownBy(() -> reader.next(1))
                        .isInstanceOf(BlinkException.class)
                        .hasMessageContaining("rows.csv");
            }
            assertThat(open).as(format).isZero();
        }
        try (FilePartReader reader = reader("csv", folder.resolve("none"), null)) {
            assertThatThrownBy(() -> reader.next(1)).hasMessage("gone");
        }
    }
}

package io.blink.formats;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.WriterMemory;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.type.Field;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;

/**
 * Makes fewer files of many small ones with the same columns. Rows are read and written again: the row groups and stripes of small files are small, and would be no larger
 * side by side in one file.
 */
public final class FileMerge {
    private static final int BATCH_ROWS = 4096;

    private final FileSystem fileSystem;
    private final String format;
    private final List<Field> columns;
    private final Configuration options;
    private final ZoneId timeZone;
    private final WriterBuffers buffers;

    public FileMerge(
            FileSystem fileSystem,
            String format,
            List<Field> columns,
            Configuration options,
            ZoneId timeZone,
            WriterMemory memory) {
        this.fileSystem = fileSystem;
        this.format = format;
        this.columns = List.copyOf(columns);
        this.options = options;
        this.timeZone = timeZone;
        this.buffers = new WriterBuffers(memory);
    }

    /** Writes the rows of some files into a new one, which is whole when this returns. @return its length */
    public long merge(List<String> from, String to) throws IOException {
        try (FileWriter writer = FileFormats.named(format).create(fileSystem.create(to), to, columns, options)) {
            for (String path : from) {
                copy(path, writer);
            }
            writer.finish();
        }
        return fileSystem
                .status(to)
                .orElseThrow(() -> new IOException(to + " is gone after it was written"))
                .length();
    }

    private void copy(String path, FileWriter writer) throws IOException {
        ReadRequest whole = ReadRequest.whole(columns, columns, timeZone);
        try (FileReader reader = FileFormats.open(format, fileSystem.open(path), whole, options)) {
            for (Batch rows = reader.next(BATCH_ROWS); rows != null; rows = reader.next(BATCH_ROWS)) {
                writer.write(rows);
                buffers.fit(() -> List.of(writer), () -> false);
            }
        }
    }
}

package io.blink.formats;

import io.blink.core.column.Batch;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.WriterMemory;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.type.Field;
import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

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

    /** Which files become one: in their order, until each new one has about the wanted size. A file that has it already is alone, and so may be the last. */
    public static <T> List<List<T>> groups(List<T> files, ToLongFunction<T> bytes, long bytesWanted) {
        List<List<T>> groups = new ArrayList<>();
        List<T> small = new ArrayList<>();
        long total = 0;
        for (T file : files) {
            long size = bytes.applyAsLong(file);
            if (size >= bytesWanted) {
                groups.add(List.of(file));
                continue;
            }
            small.add(file);
            total += size;
            if (total >= bytesWanted) {
                groups.add(List.copyOf(small));
                small.clear();
                total = 0;
            }
        }
        if (!small.isEmpty()) {
            groups.add(List.copyOf(small));
        }
        return groups;
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

package io.blink.formats;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;

/** One file format. Safe on any thread. */
public interface FileFormat {
    /** As in {@code 'format'='parquet'}. */
    String name();

    /** What table options of the format there are, keys with the format's name in front. */
    List<ConfigOption<?>> options();

    /** The columns of a file as its footer gives them; an error if the format has none. */
    List<Field> columns(InputFile file) throws IOException;

    /** Rows in the file as its footer gives them, or -1. */
    long rowCount(InputFile file) throws IOException;

    /** What the file tells of itself without its data being read; of its top-level columns where the format says something. Estimates. */
    default TableStatistics statistics(InputFile file) throws IOException {
        return new TableStatistics(rowCount(file), file.length(), Map.of());
    }

    /** Whether a file can be read in parts (see {@link ReadRequest#offset}). */
    boolean splittable(Configuration options);

    /** Whether columns of a request may have fewer fields than those of the file: ROW types at any depth, whose fields are found by name. */
    default boolean readsParts() {
        return false;
    }

    /** Opens a part of a file. The reader closes the file. */
    FileReader open(InputFile file, ReadRequest request, Configuration options) throws IOException;

    /** Starts a file with these columns. The writer closes the stream. */
    FileWriter create(OutputStream stream, String path, List<Field> columns, Configuration options) throws IOException;

    /** Of the names of written files, with the dot. */
    String extension();
}

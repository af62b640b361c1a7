package io.blink.testing.tpcds;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes RFC 4180 records with LF line ends: NULL is an empty field, the empty string {@code ""}. Used by one thread. */
final class CsvFile implements AutoCloseable {
    private final Writer writer;
    private long rows;

    CsvFile(Path file) throws IOException {
        this.writer = new BufferedWriter(Files.newBufferedWriter(file), 1 << 18);
    }

    void write(List<String> row) throws IOException {
        for (int column = 0; column < row.size(); column++) {
            if (column > 0) {
                writer.write(',');
            }
            writeField(row.get(column));
        }
        writer.write('\n');
        rows++;
    }

    long rows() {
        return rows;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private void writeField(String value) throws IOException {
        if (value == null) {
            return;
        }
        if (needsQuotes(value)) {
            writer.write('"');
            writer.write(value.replace("\"", "\"\""));
            writer.write('"');
        } else {
            writer.write(value);
        }
    }

    private static boolean needsQuotes(String value) {
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character == ',' || character == '"' || character == '\n' || character == '\r') {
                return true;
            }
        }
        return value.isEmpty();
    }
}

package io.blink.testing.peers;

import java.io.BufferedWriter;
import java.io.IOException;
import java.util.List;

/**
 * Rows as RFC 4180 records: the first record holds the types as the engine spells them, the second the names. NULL is an empty field, the empty string
 * {@code ""}. Rows of a stream begin with a column of what happens to them, as {@code +I}; types and names of that column are empty.
 */
public final class RowFile implements AutoCloseable {
    private final BufferedWriter target;
    private long count;

    RowFile(BufferedWriter target) {
        this.target = target;
    }

    public void begin(List<String> types, List<String> names) throws IOException {
        record(types);
        record(names);
    }

    public void row(List<String> values) throws IOException {
        record(values);
        count++;
    }

    long count() {
        return count;
    }

    private void record(List<String> values) throws IOException {
        for (int i = 0; i < values.size(); i++) {
            if (i > 0) {
                target.write(',');
            }
            if (values.get(i) != null) {
                target.write(quoted(values.get(i)));
            }
        }
        target.write("\r\n");
    }

    private static String quoted(String text) {
        boolean plain = !text.isEmpty() && text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}

package io.blink.benchmarks.compare;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** RFC 4180 records; an empty field without quotes is NULL, which general readers do not tell from the empty string. */
public final class CsvRecords {
    private static final int END = -1;

    private final BufferedReader in;
    private int next;

    private CsvRecords(BufferedReader in) throws IOException {
        this.in = in;
        this.next = in.read();
    }

    /** Hands each record on as soon as it is read. A last record that is cut off is handed on as far as it goes. */
    public static void forEach(Path file, Consumer<List<String>> consumer) {
        try (BufferedReader in = Files.newBufferedReader(file)) {
            CsvRecords records = new CsvRecords(in);
            while (records.next != END) {
                consumer.accept(records.record());
            }
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read the rows in " + file, e);
        }
    }

    static List<List<String>> read(Path file) {
        List<List<String>> records = new ArrayList<>();
        forEach(file, records::add);
        return records;
    }

    private List<String> record() throws IOException {
        List<String> fields = new ArrayList<>();
        fields.add(field());
        while (next == ',') {
            next = in.read();
            fields.add(field());
        }
        if (next == '\r') {
            next = in.read();
        }
        if (next == '\n') {
            next = in.read();
        }
        return fields;
    }

    private String field() throws IOException {
        return next == '"' ? quoted() : plain();
    }

    private String plain() throws IOException {
        StringBuilder text = new StringBuilder();
        while (next != ',' && next != '\r' && next != '\n' && next != END) {
            text.append((char) next);
            next = in.read();
        }
        return text.isEmpty() ? null : text.toString();
    }

    private String quoted() throws IOException {
        StringBuilder text = new StringBuilder();
        for (next = in.read(); next != END; next = in.read()) {
            if (next == '"') {
                next = in.read();
                if (next != '"') {
                    break;
                }
            }
            text.append((char) next);
        }
        return text.toString();
    }
}

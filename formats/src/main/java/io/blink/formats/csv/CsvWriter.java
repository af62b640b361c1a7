package io.blink.formats.csv;

import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.FileWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.util.List;

/** Writes lines by RFC 4180; NULL is an empty field and the empty string {@code ""}. */
final class CsvWriter implements FileWriter {
    private final CountingStream stream;
    private final de.siegmar.fastcsv.writer.CsvWriter writer;
    private final ColumnText[] texts;
    private final String nullLiteral;

    CsvWriter(OutputStream target, List<Field> columns, Configuration options) {
        this.stream = new CountingStream(target);
        this.nullLiteral = options.get(CsvFormat.NULL_LITERAL);
        this.texts = columns.stream()
                .map(column -> new ColumnText(column.type(), ZoneOffset.UTC))
                .toArray(ColumnText[]::new);
        this.writer = de.siegmar.fastcsv.writer.CsvWriter.builder()
                .fieldSeparator(options.get(CsvFormat.FIELD_DELIMITER))
                .quoteCharacter(options.get(CsvFormat.QUOTE_CHARACTER))
                .quoteStrategy(QuoteStrategies.EMPTY)
                .lineDelimiter(LineDelimiter.LF)
                .build(stream);
        if (options.get(CsvFormat.HEADER)) {
            writer.writeRecord(columns.stream().map(Field::name).toList());
        }
    }

    @Override
    public void write(Batch batch) {
        String[] line = new String[texts.length];
        for (int row = 0; row < batch.rowCount(); row++) {
            for (int column = 0; column < texts.length; column++) {
                line[column] =
                        batch.column(column).isNull(row) ? nullText() : texts[column].text(batch.column(column), row);
            }
            writer.writeRecord(line);
        }
    }

    private String nullText() {
        return nullLiteral.isEmpty() ? null : nullLiteral;
    }

    @Override
    public long bytes() {
        return stream.written;
    }

    @Override
    public void finish() throws IOException {
        writer.flush();
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private static final class CountingStream extends FilterOutputStream {
        private long written;

        CountingStream(OutputStream target) {
            super(target);
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            written++;
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            out.write(source, offset, length);
            written += length;
        }
    }
}

package io.blink.formats.csv;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.TextBuffer;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes a line without its end. A field that would be read as something else stands in quotes; NULL is the null literal. */
final class CsvRecordEncoder implements RecordEncoder {
    private final byte delimiter;
    private final byte quote;
    private final byte[] nullLiteral;
    private final int[] columns;
    private final ColumnText[] texts;
    private final Column[] values;
    private final TextBuffer field = new TextBuffer();

    CsvRecordEncoder(EncodingRequest request) {
        delimiter = CsvRecordFormat.ascii(CsvFormat.FIELD_DELIMITER, request.options());
        quote = CsvRecordFormat.ascii(CsvFormat.QUOTE_CHARACTER, request.options());
        nullLiteral = request.options().get(CsvFormat.NULL_LITERAL).getBytes(StandardCharsets.UTF_8);
        columns = request.columns().stream().mapToInt(Integer::intValue).toArray();
        values = new Column[columns.length];
        texts = request.fields().stream()
                .map(column -> new ColumnText(column.type(), request.timeZone()))
                .toArray(ColumnText[]::new);
    }

    @Override
    public void begin(Batch batch) {
        for (int i = 0; i < columns.length; i++) {
            values[i] = batch.column(columns[i]).flat();
        }
    }

    @Override
    public void encode(int row, TextBuffer target) {
        for (int i = 0; i < values.length; i++) {
            if (i > 0) {
                target.append((char) delimiter);
            }
            if (values[i].isNull(row)) {
                target.append(nullLiteral, 0, nullLiteral.length);
            } else {
                texts[i].append(values[i], row, field.clear());
                append(target);
            }
        }
    }

    private void append(TextBuffer target) {
        byte[] bytes = field.bytes();
        int length = field.length();
        boolean quoted = Arrays.equals(bytes, 0, length, nullLiteral, 0, nullLiteral.length);
        for (int i = 0; i < length && !quoted; i++) {
            byte b = bytes[i];
            quoted = b == delimiter || b == quote || b == '\n' || b == '\r';
        }
        if (!quoted) {
            target.append(bytes, 0, length);
            return;
        }
        target.append((char) quote);
        for (int i = 0; i < length; i++) {
            if (bytes[i] == quote) {
                target.append((char) quote);
            }
            target.append(bytes, i, 1);
        }
        target.append((char) quote);
    }
}

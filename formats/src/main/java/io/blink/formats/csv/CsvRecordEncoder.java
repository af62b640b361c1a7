package io.blink.formats.csv;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.TextBuffer;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes a line without its end. A field that would be read as something else stands in quotes; NULL is the null literal. */
final class CsvRecordEncoder implements RecordEncoder {
    private final byte[] delimiter;
    private final byte[] quote;
    private final byte[] nullLiteral;
    /** By byte: whether it may be the first of something for which a field needs quotes. */
    private final boolean[] special = new boolean[256];

    private final int[] columns;
    private final ColumnText[] texts;
    private final Column[] values;
    private final TextBuffer plain = new TextBuffer();

    CsvRecordEncoder(EncodingRequest request) {
        delimiter = utf8(CsvFormat.FIELD_DELIMITER, request.options());
        quote = utf8(CsvFormat.QUOTE_CHARACTER, request.options());
        nullLiteral = request.options().get(CsvFormat.NULL_LITERAL).getBytes(StandardCharsets.UTF_8);
        for (byte first : new byte[] {delimiter[0], quote[0], '\n', '\r'}) {
            special[first & 0xFF] = true;
        }
        columns = request.columns().stream().mapToInt(Integer::intValue).toArray();
        values = new Column[columns.length];
        texts = request.fields().stream()
                .map(column -> new ColumnText(column.type(), request.timeZone()))
                .toArray(ColumnText[]::new);
    }

    private static byte[] utf8(ConfigOption<Character> option, Configuration options) {
        return options.get(option).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The line that names the columns. */
    byte[] header(List<Field> fields) {
        TextBuffer line = new TextBuffer();
        for (Field field : fields) {
            separate(line, line.length() == 0);
            int start = line.length();
            line.append(field.name());
            quoteIfNeeded(line, start);
        }
        return Arrays.copyOf(line.bytes(), line.length());
    }

    @Override
    public void begin(Batch batch) {
        for (int i = 0; i < columns.length; i++) {
            values[i] = batch.column(columns[i]);
        }
    }

    @Override
    public void encode(int row, TextBuffer target) {
        for (int i = 0; i < values.length; i++) {
            separate(target, i == 0);
            if (values[i].isNull(row)) {
                target.append(nullLiteral, 0, nullLiteral.length);
            } else {
                int start = target.length();
                texts[i].append(values[i], row, target);
                quoteIfNeeded(target, start);
            }
        }
    }

    private void separate(TextBuffer line, boolean first) {
        if (!first) {
            line.append(delimiter, 0, delimiter.length);
        }
    }

    /** The field is what stands behind {@code start}. */
    private void quoteIfNeeded(TextBuffer line, int start) {
        byte[] bytes = line.bytes();
        int end = line.length();
        boolean quoted = Arrays.equals(bytes, start, end, nullLiteral, 0, nullLiteral.length);
        for (int i = start; i < end && !quoted; i++) {
            quoted = special[bytes[i] & 0xFF];
        }
        if (!quoted) {
            return;
        }
        plain.clear().append(bytes, start, end - start);
        line.truncate(start);
        line.append(quote, 0, quote.length);
        for (int i = 0; i < plain.length(); i++) {
            if (startsWithQuote(plain, i)) {
                line.append(quote, 0, quote.length);
            }
            line.append(plain.bytes(), i, 1);
        }
        line.append(quote, 0, quote.length);
    }

    private boolean startsWithQuote(TextBuffer text, int at) {
        int end = at + quote.length;
        return end <= text.length() && Arrays.equals(text.bytes(), at, end, quote, 0, quote.length);
    }
}

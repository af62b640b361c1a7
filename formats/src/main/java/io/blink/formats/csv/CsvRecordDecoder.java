package io.blink.formats.csv;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.RowKind;
import io.blink.core.config.Configuration;
import io.blink.formats.record.DecodedRows;
import io.blink.formats.record.DecodingRequest;
import io.blink.formats.record.MalformedRecord;
import io.blink.formats.record.RecordDecoder;
import io.blink.formats.record.TextValue;
import io.blink.formats.record.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads one line, field by field in place; only fields in which a quote is doubled are copied. An unquoted field that is the null literal is NULL. */
final class CsvRecordDecoder implements RecordDecoder {
    private final byte delimiter;
    private final byte quote;
    private final byte[] nullLiteral;
    private final boolean ignoreErrors;
    private final String[] names;
    private final boolean[] nullable;
    private final boolean[] text;
    private final TextValue[] values;
    /** For each field of a line, the column that it fills, or -1. */
    private final int[] columnOfField;

    private byte[] unquoted = new byte[64];
    private byte[] bytes;
    private int at;
    private int end;
    private byte[] field;
    private int fieldFrom;
    private int fieldTo;
    private boolean fieldQuoted;

    CsvRecordDecoder(DecodingRequest request) {
        Configuration options = request.options();
        delimiter = CsvRecordFormat.ascii(CsvFormat.FIELD_DELIMITER, options);
        quote = CsvRecordFormat.ascii(CsvFormat.QUOTE_CHARACTER, options);
        nullLiteral = options.get(CsvFormat.NULL_LITERAL).getBytes(StandardCharsets.UTF_8);
        ignoreErrors = options.get(CsvRecordFormat.IGNORE_PARSE_ERRORS);
        int fields = request.fields().size();
        names = new String[fields];
        nullable = new boolean[fields];
        text = new boolean[fields];
        values = new TextValue[fields];
        columnOfField = new int[fields];
        List<Integer> wanted = request.wanted();
        for (int i = 0; i < fields; i++) {
            names[i] = request.fields().get(i).name();
            nullable[i] = request.fields().get(i).type().nullable();
            text[i] = request.fields().get(i).type().kind().isCharacter();
            values[i] = TextValue.of(request.fields().get(i).type(), request.timeZone());
            columnOfField[i] = wanted.indexOf(i);
        }
    }

    @Override
    public void decode(byte[] source, int from, int length, DecodedRows rows) throws MalformedRecord {
        int before = rows.count();
        try {
            bytes = source;
            at = from;
            end = from + length;
            while (end > from && (source[end - 1] == '\n' || source[end - 1] == '\r')) {
                end--;
            }
            line(rows);
            rows.endRow(RowKind.INSERT);
        } catch (MalformedRecord unfit) {
            if (!ignoreErrors) {
                throw unfit;
            }
            rows.truncate(before);
        }
    }

    private void line(DecodedRows rows) throws MalformedRecord {
        for (int i = 0; i < columnOfField.length; i++) {
            if (i > 0) {
                if (at == end) {
                    throw new MalformedRecord(i + " fields where " + columnOfField.length + " are expected");
                }
                at++;
            }
            nextField();
            if (columnOfField[i] >= 0) {
                append(i, rows.column(columnOfField[i]));
            }
        }
        if (at < end) {
            throw new MalformedRecord("more fields than the " + columnOfField.length + " expected");
        }
    }

    private void append(int i, ColumnBuilder target) throws MalformedRecord {
        boolean isNull = !fieldQuoted && Arrays.equals(field, fieldFrom, fieldTo, nullLiteral, 0, nullLiteral.length);
        if (isNull) {
            appendNull(i, target);
            return;
        }
        try {
            if (text[i] && !Utf8.isValid(field, fieldFrom, fieldTo)) {
                throw new MalformedRecord("the text is not UTF-8");
            }
            trim(i);
            values[i].parse(field, fieldFrom, fieldTo, target);
        } catch (MalformedRecord e) {
            if (!ignoreErrors) {
                throw new MalformedRecord("'" + names[i] + "': " + e.getMessage());
            }
            appendNull(i, target);
        }
    }

    private void trim(int i) {
        if (!text[i]) {
            while (fieldFrom < fieldTo && field[fieldFrom] == ' ') {
                fieldFrom++;
            }
            while (fieldTo > fieldFrom && field[fieldTo - 1] == ' ') {
                fieldTo--;
            }
        }
    }

    private void appendNull(int i, ColumnBuilder target) throws MalformedRecord {
        if (!nullable[i]) {
            throw new MalformedRecord("'" + names[i] + "' is NULL, and NOT NULL is declared");
        }
        target.appendNull();
    }

    /** Leaves {@link #at} at the delimiter behind the field or at the end. */
    private void nextField() throws MalformedRecord {
        field = bytes;
        fieldQuoted = at < end && bytes[at] == quote;
        if (fieldQuoted) {
            quotedField();
            return;
        }
        fieldFrom = at;
        while (at < end && bytes[at] != delimiter) {
            at++;
        }
        fieldTo = at;
    }

    private void quotedField() throws MalformedRecord {
        int from = ++at;
        int copied = 0;
        boolean doubled = false;
        while (at < end) {
            if (bytes[at] != quote) {
                at++;
            } else if (at + 1 < end && bytes[at + 1] == quote) {
                copied = copy(from, at + 1, copied);
                doubled = true;
                at += 2;
                from = at;
            } else {
                closeField(from, copied, doubled);
                return;
            }
        }
        throw new MalformedRecord("the line ends within a field in quotes");
    }

    private void closeField(int from, int copied, boolean doubled) throws MalformedRecord {
        fieldFrom = from;
        fieldTo = at;
        if (doubled) {
            fieldTo = copy(from, at, copied);
            fieldFrom = 0;
            field = unquoted;
        }
        at++;
        if (at < end && bytes[at] != delimiter) {
            throw new MalformedRecord("something stands between a closing quote and the next delimiter");
        }
    }

    private int copy(int from, int to, int length) {
        if (length + to - from > unquoted.length) {
            unquoted = Arrays.copyOf(unquoted, Math.max(length + to - from, unquoted.length * 2));
        }
        System.arraycopy(bytes, from, unquoted, length, to - from);
        return length + to - from;
    }
}

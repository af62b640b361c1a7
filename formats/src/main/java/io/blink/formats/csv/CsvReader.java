package io.blink.formats.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads a whole file, line by line, into builders of the wanted columns. */
final class CsvReader implements FileReader {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int MARK_BYTES_MAX = 4;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    /** The longest field, in characters. */
    private static final int MAX_FIELD_CHARACTERS = 64 << 20;

    private final InputFile file;
    private final List<Field> columns;
    private final String nullLiteral;
    private final TextParser[] parsers;
    private final ColumnBuilder[] builders;
    private final FileStream stream;
    private final char quote;
    private final CloseableIterator<Record> records;
    private boolean lastFieldQuoted;
    private long lastLine;
    /** For each field of a line, the index of the wanted column that it fills, or -1. */
    private int[] columnOfField;

    CsvReader(InputFile file, ReadRequest request, Configuration options) throws IOException {
        this.file = file;
        this.columns = request.readColumns();
        this.nullLiteral = options.get(CsvFormat.NULL_LITERAL);
        this.parsers = columns.stream()
                .map(column -> TextParser.of(column.type(), request.timeZone()))
                .toArray(TextParser[]::new);
        this.builders = columns.stream()
                .map(column -> ColumnBuilder.of(column.type(), Batch.TARGET_ROWS))
                .toArray(ColumnBuilder[]::new);
        this.stream = new FileStream(file);
        this.quote = options.get(CsvFormat.QUOTE_CHARACTER);
        this.records = open(options);
        this.columnOfField = options.get(CsvFormat.HEADER) ? readHeader() : byPosition(request.fileColumns());
    }

    private CloseableIterator<Record> open(Configuration options) throws IOException {
        return de.siegmar.fastcsv.reader.CsvReader.builder()
                .fieldSeparator(options.get(CsvFormat.FIELD_DELIMITER))
                .quoteCharacter(options.get(CsvFormat.QUOTE_CHARACTER))
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .detectBomHeader(stream.length >= MARK_BYTES_MAX)
                .maxBufferSize(MAX_FIELD_CHARACTERS)
                .build(new Record.Handler(), bytes(), StandardCharsets.UTF_8)
                .iterator();
    }

    /** The parser looks for byte order marks in no less than {@value #MARK_BYTES_MAX} bytes: of a shorter file it would lose some. There the mark of UTF-8, with nothing behind it, is skipped here. */
    private InputStream bytes() throws IOException {
        InputStream bytes = new BufferedInputStream(stream, BUFFER_BYTES);
        if (stream.length == UTF_8_MARK.length) {
            bytes.mark(UTF_8_MARK.length);
            if (!Arrays.equals(bytes.readNBytes(UTF_8_MARK.length), UTF_8_MARK)) {
                bytes.reset();
            }
        }
        return bytes;
    }

    private int[] byPosition(List<Field> fileColumns) {
        int[] found = new int[fileColumns.size()];
        for (int i = 0; i < found.length; i++) {
            found[i] = indexOf(fileColumns.get(i).name());
        }
        return found;
    }

    private int[] readHeader() {
        if (!records.hasNext()) {
            return new int[0];
        }
        Record header = records.next();
        int[] found = new int[header.fieldCount];
        for (int i = 0; i < found.length; i++) {
            found[i] = indexOf(header.text(i).strip());
        }
        for (int column = 0; column < columns.size(); column++) {
            int wanted = column;
            if (Arrays.stream(found).noneMatch(index -> index == wanted)) {
                throw missingColumn(columns.get(column).name(), header);
            }
        }
        return found;
    }

    private BlinkException missingColumn(String name, Record header) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.fieldCount; i++) {
            names.add(header.text(i));
        }
        return new BlinkException(
                FormatErrorCode.COLUMN_TYPE_MISMATCH,
                file.path() + " has no column '" + name + "' in its header " + names + "."
                        + NearestName.hint(name, names));
    }

    private int indexOf(String name) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Batch next(int maxRows) throws IOException {
        int rows = 0;
        try {
            while (rows < maxRows && records.hasNext()) {
                append(records.next());
                rows++;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (de.siegmar.fastcsv.reader.CsvParseException e) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE, file.path() + " is not readable as CSV: " + e.getMessage(), e);
        }
        if (rows < maxRows) {
            checkClosed();
        }
        if (rows == 0) {
            return null;
        }
        List<Column> built = new ArrayList<>(builders.length);
        for (ColumnBuilder builder : builders) {
            built.add(builder.build());
        }
        return new Batch(rows, built);
    }

    /** At the end of the file: a last field in quotes ends with one. The parser takes what there is of a file that was cut off within a field. */
    private void checkClosed() {
        if (lastFieldQuoted && !stream.endsWith(quote)) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + " ends at byte " + stream.length + " within a field in quotes, in the record of line "
                            + lastLine + "; the file is cut off or a quote is missing");
        }
    }

    private void append(Record record) {
        if (record.fieldCount != columnOfField.length) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + ", line " + record.line + ": " + record.fieldCount + " fields where "
                            + columnOfField.length + " are expected");
        }
        lastFieldQuoted = record.quoted[record.fieldCount - 1];
        lastLine = record.line;
        for (int field = 0; field < record.fieldCount; field++) {
            int column = columnOfField[field];
            if (column < 0) {
                continue;
            }
            if (record.isNull(field, nullLiteral)) {
                builders[column].appendNull();
            } else {
                parse(record, field, column);
            }
        }
    }

    private void parse(Record record, int field, int column) {
        String text = record.text(field);
        try {
            parsers[column].parse(text, builders[column]);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            throw new BlinkException(
                    FormatErrorCode.CORRUPT_FILE,
                    file.path() + ", line " + record.line + ", column '"
                            + columns.get(column).name() + "': '" + text + "' cannot be read as "
                            + columns.get(column).type().withNullable(true) + headerHint(record),
                    e);
        }
    }

    private String headerHint(Record record) {
        boolean named = record.line == 1;
        for (int field = 0; named && field < record.fieldCount; field++) {
            named = indexOf(record.text(field).strip()) >= 0;
        }
        return named ? "; the line looks like a header: set 'csv.header' = 'true'" : "";
    }

    @Override
    public void close() throws IOException {
        records.close();
    }

    /** One line: the characters of its fields, reused from line to line. */
    private static final class Record {
        private char[] characters = new char[1024];
        private int[] ends = new int[64];
        private boolean[] quoted = new boolean[64];
        private int fieldCount;
        private long line;

        private int start(int field) {
            return field == 0 ? 0 : ends[field - 1];
        }

        String text(int field) {
            return new String(characters, start(field), ends[field] - start(field));
        }

        boolean isNull(int field, String nullLiteral) {
            int length = ends[field] - start(field);
            return !quoted[field]
                    && length == nullLiteral.length()
                    && (length == 0 || text(field).equals(nullLiteral));
        }

        private void add(char[] source, int offset, int length, boolean isQuoted) {
            int from = start(fieldCount);
            if (from + length > characters.length) {
                characters = Arrays.copyOf(characters, Math.max(from + length, characters.length * 2));
            }
            if (fieldCount == ends.length) {
                ends = Arrays.copyOf(ends, fieldCount * 2);
                quoted = Arrays.copyOf(quoted, fieldCount * 2);
            }
            System.arraycopy(source, offset, characters, from, length);
            ends[fieldCount] = from + length;
            quoted[fieldCount++] = isQuoted;
        }

        /** Fills the one record. */
        private static final class Handler extends CsvCallbackHandler<Record> {
            private final Record record = new Record();
            private RecordType type = RecordType.DATA;

            @Override
            protected RecordType getRecordType() {
                return type;
            }

            @Override
            protected int getFieldCount() {
                return record.fieldCount;
            }

            @Override
            protected void beginRecord(long startingLineNumber) {
                record.line = startingLineNumber;
                record.fieldCount = 0;
                type = RecordType.DATA;
            }

            @Override
            protected void addField(char[] buffer, int offset, int length, boolean isQuoted) {
                record.add(buffer, offset, length, isQuoted);
            }

            @Override
            protected void setComment(char[] buffer, int offset, int length) {
                type = RecordType.COMMENT;
            }

            @Override
            protected void setEmpty() {
                type = RecordType.EMPTY;
            }

            @Override
            protected Record buildRecord() {
                return record;
            }
        }
    }

    /** A file as a stream; closing it closes the file. */
    private static final class FileStream extends InputStream {
        private final InputFile file;
        private final long length;
        private long position;
        /** The last bytes of the file, of which at most two end its last line. */
        private final byte[] tail = new byte[3];

        FileStream(InputFile file) throws IOException {
            this.file = file;
            this.length = file.length();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int wanted) throws IOException {
            int count = (int) Math.min(wanted, length - position);
            if (count <= 0) {
                return wanted == 0 ? 0 : -1;
            }
            file.readFully(position, target, offset, count);
            position += count;
            for (int i = Math.max(0, count - tail.length); i < count; i++) {
                System.arraycopy(tail, 1, tail, 0, tail.length - 1);
                tail[tail.length - 1] = target[offset + i];
            }
            return count;
        }

        /** Whether the last character before the end of the last line is this one. */
        boolean endsWith(char character) {
            int end = tail.length;
            while (end > 1 && (tail[end - 1] == '\n' || tail[end - 1] == '\r')) {
                end--;
            }
            return tail[end - 1] == (byte) character;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}

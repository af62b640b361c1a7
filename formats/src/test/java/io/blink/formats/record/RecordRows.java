package io.blink.formats.record;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.RowKind;
import io.blink.core.column.TextBuffer;
import io.blink.core.config.Configuration;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Records and rows as texts, for tests of record formats. */
public final class RecordRows {
    private RecordRows() {}

    /** Fields of a row type's text, for example {@code a INT, b STRING}. */
    public static List<Field> fields(String text) {
        return DataType.parse("ROW<" + text + ">").fields();
    }

    public static List<String> decode(String format, String fields, Map<String, String> options, String... records)
            throws MalformedRecord {
        List<Field> all = fields(fields);
        return decode(format, all, IntStream.range(0, all.size()).boxed().toList(), options, records);
    }

    /** Each record decoded from the middle of an array, the rows of all of them as {@code kind value|value}, without the kind where all are inserts. */
    public static List<String> decode(
            String format, List<Field> fields, List<Integer> wanted, Map<String, String> options, String... records)
            throws MalformedRecord {
        DecodingRequest request =
                new DecodingRequest(fields, wanted, ZoneId.of("Europe/Berlin"), new Configuration(options));
        RecordDecoder decoder = RecordFormats.named(format).decoder(request);
        DecodedRows rows = new DecodedRows(request.columns());
        for (String record : records) {
            byte[] bytes = ("##" + record + "##").getBytes(StandardCharsets.UTF_8);
            decoder.decode(bytes, 2, bytes.length - 4, rows);
        }
        return texts(request.columns(), rows);
    }

    /** What a format says of each row of records besides its fields. @param metadata keys as names, in quotes, and types */
    public static List<String> metadata(String format, String metadata, Map<String, String> options, String... records)
            throws MalformedRecord {
        DecodingRequest request = new DecodingRequest(
                fields("id INT"), List.of(0), ZoneId.of("Europe/Berlin"), new Configuration(options), fields(metadata));
        RecordDecoder decoder = RecordFormats.named(format).decoder(request);
        DecodedRows rows = new DecodedRows(request.allColumns());
        for (String record : records) {
            byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
            decoder.decode(bytes, 0, bytes.length, rows);
        }
        return texts(request.allColumns(), rows);
    }

    public static List<String> texts(List<Field> fields, DecodedRows rows) {
        int count = rows.count();
        byte[] kinds = rows.kinds();
        List<Column> columns = rows.build();
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < count; row++) {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                values.add(new ColumnText(fields.get(i).type(), ZoneId.of("Europe/Berlin")).text(columns.get(i), row));
            }
            String kind = kinds == null ? "" : RowKind.values()[kinds[row]] + " ";
            texts.add(
                    kind + String.join("|", values.stream().map(String::valueOf).toList()));
        }
        return texts;
    }

    /** Each row of a batch as a record. */
    public static List<String> encode(String format, List<Field> fields, Map<String, String> options, Batch batch) {
        RecordEncoder encoder = RecordFormats.named(format)
                .encoder(new EncodingRequest(
                        fields,
                        IntStream.range(0, fields.size()).boxed().toList(),
                        ZoneId.of("Europe/Berlin"),
                        new Configuration(options)));
        encoder.begin(batch);
        List<String> records = new ArrayList<>();
        for (int row = 0; row < batch.rowCount(); row++) {
            TextBuffer buffer = new TextBuffer();
            encoder.encode(row, buffer);
            records.add(buffer.toString());
        }
        return records;
    }

    /** Records read with one format, as the columns of a batch. */
    public static Batch batch(String format, List<Field> fields, String... records) throws MalformedRecord {
        DecodingRequest request = new DecodingRequest(
                fields,
                IntStream.range(0, fields.size()).boxed().toList(),
                ZoneId.of("Europe/Berlin"),
                Configuration.empty());
        DecodedRows rows = new DecodedRows(fields);
        RecordDecoder decoder = RecordFormats.named(format).decoder(request);
        for (String record : records) {
            byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
            decoder.decode(bytes, 0, bytes.length, rows);
        }
        int count = rows.count();
        byte[] kinds = rows.kinds();
        return new Batch(count, rows.build(), kinds);
    }
}

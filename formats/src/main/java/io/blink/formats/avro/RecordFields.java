package io.blink.formats.avro;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.type.Field;
import io.blink.formats.record.MalformedRecord;
import java.util.List;
import java.util.function.IntFunction;
import org.apache.avro.Schema;

/**
 * Reads a record into one column a field. Fields are found by name, without case where none has the very name; one that the writer did not have is NULL, or what the reader's schema has as its
 * default, and what nobody wants is read over (Avro 1.12 specification, "Schema Resolution").
 */
public final class RecordFields {
    private static final int UNWANTED = -1;

    private final Schema[] written;
    /** For each field as written the one wanted, or {@link #UNWANTED}. */
    private final int[] wanted;

    private final AvroValue[] values;
    private final String[] names;
    private final int[] absent;
    /** Of each absent field. */
    private final AvroValue[] defaults;

    public RecordFields(Schema writer, List<Field> fields) throws MalformedRecord {
        this(writer, fields, null, WrittenTimes.asCounted());
    }

    /** @param reader the schema that was given for the columns, whose aliases the writer's already has; {@code null}: none was */
    public RecordFields(Schema writer, List<Field> fields, Schema reader) throws MalformedRecord {
        this(writer, fields, reader, WrittenTimes.asCounted());
    }

    /** @param times what the writer meant by the times that it counted */
    public RecordFields(Schema writer, List<Field> fields, WrittenTimes times) throws MalformedRecord {
        this(writer, fields, null, times);
    }

    private RecordFields(Schema writer, List<Field> fields, Schema reader, WrittenTimes times) throws MalformedRecord {
        List<Schema.Field> stored = writer.getFields();
        written = new Schema[stored.size()];
        wanted = new int[stored.size()];
        values = new AvroValue[stored.size()];
        names = new String[stored.size()];
        boolean[] found = new boolean[fields.size()];
        for (int i = 0; i < written.length; i++) {
            written[i] = stored.get(i).schema();
            names[i] = stored.get(i).name();
            wanted[i] = wanted(names[i], stored, fields);
            if (wanted[i] != UNWANTED) {
                found[wanted[i]] = true;
                values[i] = WrittenValues.within(
                        names[i], written[i], fields.get(wanted[i]).type(), times);
            }
        }
        absent = java.util.stream.IntStream.range(0, found.length)
                .filter(field -> !found[field])
                .toArray();
        defaults = new AvroValue[absent.length];
        for (int i = 0; i < absent.length; i++) {
            Field field = fields.get(absent[i]);
            Schema.Field known = reader == null ? null : reader.getField(field.name());
            boolean hasDefault = known != null && known.hasDefaultValue();
            if (!hasDefault && !field.type().nullable()) {
                throw new MalformedRecord(
                        "'" + field.name() + "', which is NOT NULL, is no field of " + writer.getFullName());
            }
            defaults[i] =
                    hasDefault ? DefaultValue.of(known, field.type(), times) : (in, target) -> target.appendNull();
        }
    }

    private static int wanted(String name, List<Schema.Field> stored, List<Field> fields) {
        int found = UNWANTED;
        for (int i = 0; i < fields.size(); i++) {
            String asked = fields.get(i).name();
            if (asked.equals(name)) {
                return i;
            }
            boolean exact = stored.stream().anyMatch(field -> field.name().equals(asked));
            if (found == UNWANTED && !exact && asked.equalsIgnoreCase(name)) {
                found = i;
            }
        }
        return found;
    }

    public void read(AvroInput in, IntFunction<ColumnBuilder> builders) throws MalformedRecord {
        for (int i = 0; i < written.length; i++) {
            try {
                if (wanted[i] == UNWANTED) {
                    SkippedValue.skip(written[i], in);
                } else {
                    values[i].read(in, builders.apply(wanted[i]));
                }
            } catch (MalformedRecord e) {
                throw new MalformedRecord("'" + names[i] + "': " + e.getMessage());
            }
        }
        for (int i = 0; i < absent.length; i++) {
            defaults[i].read(in, builders.apply(absent[i]));
        }
    }
}

package io.blink.formats.avro;

import io.blink.core.column.Column;
import io.blink.core.type.Field;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/** Writes rows as records: each field of the schema takes the column of its name. One thread. */
public final class EncodedRow {
    private final EncodedValue[] values;
    /** For each field of the schema the position of its column. */
    private final int[] indices;

    /** @param schema derived from the fields, or one that {@link GivenSchema} found to hold them */
    public EncodedRow(String place, Schema schema, List<Field> fields) {
        List<String> names = fields.stream().map(Field::name).toList();
        List<Schema.Field> written = schema.getFields();
        values = new EncodedValue[written.size()];
        indices = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            indices[i] = names.indexOf(written.get(i).name());
            Field field = fields.get(indices[i]);
            values[i] = EncodedValues.of(place + field.name(), written.get(i).schema(), field.type());
        }
    }

    public void write(List<Column> columns, int position, Encoder out) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i].write(columns.get(indices[i]), position, out);
        }
    }
}

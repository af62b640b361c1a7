package io.blink.formats.avro;

import io.blink.core.column.Column;
import io.blink.core.type.Field;
import java.io.IOException;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.io.Encoder;

/** Writes rows as records. One thread. */
public final class EncodedRow {
    private final EncodedValue[] values;

    /** @param schema derived from the fields */
    public EncodedRow(String place, Schema schema, List<Field> fields) {
        values = new EncodedValue[fields.size()];
        for (int i = 0; i < values.length; i++) {
            Field field = fields.get(i);
            values[i] = EncodedValues.of(
                    place + field.name(), schema.getFields().get(i).schema(), field.type());
        }
    }

    public void write(List<Column> columns, int position, Encoder out) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i].write(columns.get(i), position, out);
        }
    }
}

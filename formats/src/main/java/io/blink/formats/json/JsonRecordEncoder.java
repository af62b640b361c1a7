package io.blink.formats.json;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.TextBuffer;
import io.blink.formats.record.EncodingRequest;
import io.blink.formats.record.RecordEncoder;

/** Writes rows as objects. */
public final class JsonRecordEncoder implements RecordEncoder {
    private final int[] columns;
    private final JsonText row;
    private final Column[] values;

    public JsonRecordEncoder(EncodingRequest request, JsonOptions options) {
        columns = request.columns().stream().mapToInt(Integer::intValue).toArray();
        values = new Column[columns.length];
        row = JsonText.ofFields(request.fields(), request.timeZone(), options);
    }

    @Override
    public void begin(Batch batch) {
        for (int i = 0; i < columns.length; i++) {
            values[i] = batch.column(columns[i]).flat();
        }
    }

    @Override
    public void encode(int position, TextBuffer target) {
        row.appendFields(values, position, target);
    }
}

package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.core.column.RowColumn;
import io.blink.core.type.DataType;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** ROW: fields stand in their own streams, without the rows that are NULL. */
record RowReader(int id, Presence presence, List<OrcColumnReader> fields, DataType type) implements OrcColumnReader {
    @Override
    public Column read(int rows) throws IOException {
        int present = presence.read(rows);
        boolean[] nulls = presence.nulls();
        List<Column> columns = new ArrayList<>(fields.size());
        for (int i = 0; i < fields.size(); i++) {
            DataType fieldType = type.fields().get(i).type();
            if (present == 0) {
                columns.add(NullReader.nulls(fieldType, rows));
            } else {
                Column dense = fields.get(i).read(present).flat();
                columns.add(nulls == null ? dense : dense.take(Spread.places(present, nulls, rows), 0, rows));
            }
        }
        return new RowColumn(rows, columns, nulls);
    }

    @Override
    public void skip(long rows) throws IOException {
        long present = presence.skip(rows);
        for (OrcColumnReader field : fields) {
            field.skip(present);
        }
    }

    @Override
    public void seek(RowGroupStart start) throws IOException {
        Positions positions = start.of(id);
        presence.seek(positions);
        for (OrcColumnReader field : fields) {
            field.seek(start);
        }
    }
}

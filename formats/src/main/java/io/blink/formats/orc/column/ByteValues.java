package io.blink.formats.orc.column;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.formats.orc.stream.ByteRuns;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;

/** TINYINT. */
record ByteValues(ByteRuns runs) implements Values {
    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        byte[] values = new byte[rows];
        runs.read(values, 0, present);
        if (nulls != null) {
            Spread.spread(values, present, nulls, rows);
        }
        return new ByteColumn(rows, values, nulls);
    }

    @Override
    public void skip(long present) throws IOException {
        runs.skip(present);
    }

    @Override
    public void seek(Positions positions) throws IOException {
        runs.seek(positions);
    }
}

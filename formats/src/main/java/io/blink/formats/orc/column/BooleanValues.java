package io.blink.formats.orc.column;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.formats.orc.stream.BitRuns;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;

/** BOOLEAN. */
record BooleanValues(BitRuns bits) implements Values {
    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        byte[] values = new byte[rows];
        bits.read(values, present);
        if (nulls != null) {
            Spread.spread(values, present, nulls, rows);
        }
        return new ByteColumn(rows, values, nulls);
    }

    @Override
    public void skip(long present) throws IOException {
        bits.skip(present);
    }

    @Override
    public void seek(Positions positions) throws IOException {
        bits.seek(positions);
    }
}

package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.formats.orc.stream.Positions;
import io.blink.formats.orc.stream.StreamBytes;
import java.io.IOException;

/** FLOAT and DOUBLE as the file has them. @param wide whether they are of eight bytes */
record FloatingValues(StreamBytes bytes, boolean wide) implements Values {
    @Override
    public Column read(int rows, int present, boolean[] nulls) throws IOException {
        return wide ? doubles(rows, present, nulls) : floats(rows, present, nulls);
    }

    private Column doubles(int rows, int present, boolean[] nulls) throws IOException {
        double[] values = new double[rows];
        bytes.read(values, present);
        if (nulls != null) {
            Spread.spread(values, present, nulls, rows);
        }
        return new DoubleColumn(rows, values, nulls);
    }

    private Column floats(int rows, int present, boolean[] nulls) throws IOException {
        float[] values = new float[rows];
        bytes.read(values, present);
        if (nulls != null) {
            Spread.spread(values, present, nulls, rows);
        }
        return new FloatColumn(rows, values, nulls);
    }

    @Override
    public void skip(long present) throws IOException {
        bytes.skip(present * (wide ? Double.BYTES : Float.BYTES));
    }

    @Override
    public void seek(Positions positions) throws IOException {
        bytes.seek(positions);
    }
}

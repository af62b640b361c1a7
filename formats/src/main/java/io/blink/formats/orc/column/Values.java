package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;

/** The values of a column without nesting, which stand in its streams without the NULLs. */
interface Values {
    /** The next {@code present} values. @param nulls of {@code rows} rows; {@code null}: {@code present} is {@code rows} */
    Column read(int rows, int present, boolean[] nulls) throws IOException;

    /** Of the next {@code rows} rows those at {@code positions[0 .. count)}. */
    default Column read(int rows, int present, boolean[] nulls, int[] positions, int count) throws IOException {
        return read(rows, present, nulls).take(positions, 0, count);
    }

    void skip(long present) throws IOException;

    void seek(Positions positions) throws IOException;
}

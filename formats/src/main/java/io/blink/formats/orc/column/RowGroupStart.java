package io.blink.formats.orc.column;

import io.blink.formats.orc.stream.Positions;
import java.io.IOException;

/** Where a row group begins. */
@FunctionalInterface
public interface RowGroupStart {
    /** In the streams of a column. @param column id in the file's schema */
    Positions of(int column) throws IOException;
}

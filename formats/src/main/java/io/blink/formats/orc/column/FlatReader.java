package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.formats.orc.stream.Positions;
import java.io.IOException;

/** A column without nesting. */
record FlatReader(int id, Presence presence, Values values) implements OrcColumnReader {
    @Override
    public Column read(int rows) throws IOException {
        int present = presence.read(rows);
        return values.read(rows, present, presence.nulls());
    }

    @Override
    public Column read(int rows, int[] positions, int count) throws IOException {
        int present = presence.read(rows);
        return values.read(rows, present, presence.nulls(), positions, count);
    }

    @Override
    public void skip(long rows) throws IOException {
        values.skip(presence.skip(rows));
    }

    @Override
    public void seek(RowGroupStart start) throws IOException {
        Positions positions = start.of(id);
        presence.seek(positions);
        values.seek(positions);
    }
}

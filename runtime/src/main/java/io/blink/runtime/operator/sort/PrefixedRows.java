package io.blink.runtime.operator.sort;

import io.blink.runtime.operator.rows.IntChunks;
import io.blink.runtime.operator.rows.LongChunks;

/** Numbers of rows, each beside the prefix of its keys. */
record PrefixedRows(LongChunks prefixes, IntChunks numbers) {
    PrefixedRows() {
        this(new LongChunks(), new IntChunks());
    }

    static long bytesFor(int rows) {
        return LongChunks.bytesFor(rows) + IntChunks.bytesFor(rows);
    }

    void ensure(int rows) {
        prefixes.ensure(rows);
        numbers.ensure(rows);
    }
}

package io.blink.runtime.operator.hashtable;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Hashes of the keys of rows; a test may put a weak one in the place of the frozen hash. */
@FunctionalInterface
interface KeyHash {
    KeyHash FROZEN = (keys, rows, hashes) -> ColumnHash.ofKeys(
            new Batch(rows, Arrays.asList(keys)),
            IntStream.range(0, keys.length).toArray(),
            hashes);

    void hash(Column[] keys, int rows, long[] hashes);
}

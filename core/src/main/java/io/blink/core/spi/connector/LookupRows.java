package io.blink.core.spi.connector;

import io.blink.core.column.Batch;
import java.util.Arrays;

/**
 * What a {@link LookupSource} found: the rows of the first key, then those of the second, and so on. Whoever asked compares keys again, so a row that only may have a key can lie with it.
 *
 * @param counts how many rows each of the asked keys has; they sum up to the rows
 */
public record LookupRows(Batch rows, int[] counts) {
    public LookupRows {
        long sum = Arrays.stream(counts).asLongStream().sum();
        if (sum != rows.rowCount()) {
            throw new IllegalArgumentException(sum + " rows of keys are not " + rows.rowCount() + " rows");
        }
    }
}

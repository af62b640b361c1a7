package io.blink.formats.parquet;

/** Rows of a row group. @param first counted from 0 @param end behind the last one */
record RowRange(long first, long end) {
    RowRange {
        if (first < 0 || end <= first) {
            throw new IllegalArgumentException("rows " + first + " to " + end);
        }
    }

    long count() {
        return end - first;
    }
}

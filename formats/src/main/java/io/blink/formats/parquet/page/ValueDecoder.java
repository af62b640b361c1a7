package io.blink.formats.parquet.page;

/** Values of one page in an encoding that is neither PLAIN nor ids. What makes no sense is an {@link IllegalStateException}. */
sealed interface ValueDecoder
        permits DeltaNumberValues, DeltaLengthValues, DeltaByteValues, SplitStreamValues, RunLengthFlags {
    /** Appends the next {@code count} values. */
    void read(LeafValues target, int count);

    /** Passes over the next {@code count} values. */
    void skip(int count);
}

package io.blink.formats.parquet.page;

/** DELTA_BINARY_PACKED: whole numbers as differences. */
final class DeltaNumberValues implements ValueDecoder {
    private static final int SKIPPED_AT_ONCE = 1024;

    private final DeltaDecoder numbers;
    private final long[] skipped = new long[SKIPPED_AT_ONCE];

    DeltaNumberValues(PageBytes content) {
        this.numbers = new DeltaDecoder(content.array(), content.from(), content.to());
    }

    @Override
    public void read(LeafValues target, int count) {
        target.appendDeltas(numbers, count);
    }

    @Override
    public void skip(int count) {
        for (int left = count; left > 0; left -= SKIPPED_AT_ONCE) {
            numbers.read(skipped, 0, Math.min(left, SKIPPED_AT_ONCE));
        }
    }
}

package io.blink.formats.parquet.page;

import org.apache.parquet.schema.PrimitiveType;

/** BYTE_STREAM_SPLIT: the first bytes of all values, then the second bytes and so on. */
final class SplitStreamValues implements ValueDecoder {
    private final byte[] bytes;
    private final int count;
    private int next;
    private final int from;

    SplitStreamValues(PageBytes content, PrimitiveType type) {
        this.bytes = content.array();
        this.from = content.from();
        int width =
                switch (type.getPrimitiveTypeName()) {
                    case INT32, FLOAT -> Integer.BYTES;
                    case INT64, DOUBLE -> Long.BYTES;
                    case FIXED_LEN_BYTE_ARRAY -> type.getTypeLength();
                    default ->
                        throw new IllegalStateException(type.getPrimitiveTypeName() + " has no streams of bytes");
                };
        if (width <= 0 || content.length() % width != 0) {
            throw new IllegalStateException(content.length() + " bytes in streams of " + width + "-byte values");
        }
        this.count = content.length() / width;
    }

    @Override
    public void read(LeafValues target, int wanted) {
        int first = from + next;
        skip(wanted);
        target.appendSplit(bytes, first, count, wanted);
    }

    @Override
    public void skip(int wanted) {
        if (wanted > count - next) {
            throw new IllegalStateException("a page has " + (count - next) + " values more instead of " + wanted);
        }
        next += wanted;
    }
}

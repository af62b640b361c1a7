package io.blink.formats.parquet.page;

import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** RLE: booleans as runs and packed groups of one bit, their length in 4 bytes in front. */
final class RunLengthFlags implements ValueDecoder {
    private final RunLengthDecoder flags;

    RunLengthFlags(PageBytes content, PrimitiveType type) {
        if (type.getPrimitiveTypeName() != PrimitiveTypeName.BOOLEAN) {
            throw new IllegalStateException(type.getPrimitiveTypeName() + " as runs");
        }
        int length = content.length() < Integer.BYTES ? -1 : content.firstInt();
        if (length < 0 || length > content.length() - Integer.BYTES) {
            throw new IllegalStateException("runs of " + length + " bytes in a page of " + content.length());
        }
        int from = content.from() + Integer.BYTES;
        this.flags = new RunLengthDecoder(content.array(), from, from + length, 1);
    }

    @Override
    public void read(LeafValues target, int count) {
        target.appendFlags(flags, count);
    }

    @Override
    public void skip(int count) {
        flags.skip(count);
    }
}

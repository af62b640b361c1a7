package io.blink.core.column;

/** Writes columns in the form that {@link BatchFrame} specifies. */
final class ColumnEncoder {
    static final int FLAT = 0;
    static final int DICTIONARY = 1;
    static final int CONSTANT = 2;

    static final int FLAG_NULLS = 1;
    static final int FLAG_NANOS = 2;

    private ColumnEncoder() {}

    static void encode(Column column, int size, FrameBuffer target) {
        if (column instanceof DictionaryColumn dictionary) {
            if (dictionary.dictionary().size() > size) {
                encode(dictionary.dictionary().take(dictionary.ids(), 0, size), size, target);
            } else {
                encodeDictionary(dictionary, size, target);
            }
        } else if (column instanceof ConstantColumn constant) {
            header(CONSTANT, constant, 0, target);
            encode(constant.value(), 1, target);
        } else {
            encodeFlat(column, size, target);
        }
    }

    private static void header(int encoding, Column column, int flags, FrameBuffer target) {
        target.putByte(encoding);
        target.putByte(typeCode(column));
        target.putByte(flags);
    }

    private static int typeCode(Column column) {
        return switch (column.physicalType()) {
            case BYTE -> 0;
            case SHORT -> 1;
            case INT -> 2;
            case LONG -> 3;
            case FLOAT -> 4;
            case DOUBLE -> 5;
            case DECIMAL128 -> 6;
            case TIMESTAMP_NANOS -> 7;
            case BYTES -> 8;
            case ARRAY -> 9;
            case MAP -> 10;
            case ROW -> 11;
        };
    }

    private static void encodeDictionary(DictionaryColumn column, int size, FrameBuffer target) {
        int entries = column.dictionary().size();
        int width = idWidth(entries);
        int[] ids = column.ids();
        header(DICTIONARY, column, 0, target);
        target.putInt(entries);
        target.putByte(width);
        if (width == 1) {
            int position = target.reserve(size);
            byte[] bytes = target.bytes();
            for (int i = 0; i < size; i++) {
                bytes[position + i] = (byte) ids[i];
            }
        } else if (width == 2) {
            int position = target.reserve(2L * size);
            byte[] bytes = target.bytes();
            for (int i = 0; i < size; i++) {
                bytes[position + 2 * i] = (byte) ids[i];
                bytes[position + 2 * i + 1] = (byte) (ids[i] >>> 8);
            }
        } else {
            target.putInts(ids, size);
        }
        encodeFlat(column.dictionary(), entries, target);
    }

    private static int idWidth(int entries) {
        return entries <= 1 << 8 ? 1 : entries <= 1 << 16 ? 2 : 4;
    }

    private static void encodeFlat(Column column, int size, FrameBuffer target) {
        boolean[] nulls = nulls(column);
        boolean nanos = column instanceof TimestampColumn timestamps && timestamps.nanos() != null;
        header(FLAT, column, (nulls == null ? 0 : FLAG_NULLS) | (nanos ? FLAG_NANOS : 0), target);
        if (nulls != null) {
            encodeNulls(nulls, size, target);
        }
        switch (column.physicalType()) {
            case BYTE -> target.putBytes(((ByteColumn) column).values(), 0, size);
            case SHORT -> target.putShorts(((ShortColumn) column).values(), size);
            case INT -> target.putInts(((IntColumn) column).values(), size);
            case LONG -> target.putLongs(((LongColumn) column).values(), size);
            case FLOAT -> target.putFloats(((FloatColumn) column).values(), size);
            case DOUBLE -> target.putDoubles(((DoubleColumn) column).values(), size);
            case DECIMAL128 -> {
                target.putLongs(((Decimal128Column) column).high(), size);
                target.putLongs(((Decimal128Column) column).low(), size);
            }
            case TIMESTAMP_NANOS -> {
                target.putLongs(((TimestampColumn) column).micros(), size);
                if (nanos) {
                    target.putInts(((TimestampColumn) column).nanos(), size);
                }
            }
            case BYTES -> encodeBytes((BytesColumn) column, size, target);
            case ARRAY -> encodeArrays((ArrayColumn) column, size, target);
            case MAP -> encodeMaps((MapColumn) column, size, target);
            case ROW -> encodeRows((RowColumn) column, size, target);
        }
    }

    private static boolean[] nulls(Column column) {
        return switch (column.physicalType()) {
            case BYTE -> ((ByteColumn) column).nulls();
            case SHORT -> ((ShortColumn) column).nulls();
            case INT -> ((IntColumn) column).nulls();
            case LONG -> ((LongColumn) column).nulls();
            case FLOAT -> ((FloatColumn) column).nulls();
            case DOUBLE -> ((DoubleColumn) column).nulls();
            case DECIMAL128 -> ((Decimal128Column) column).nulls();
            case TIMESTAMP_NANOS -> ((TimestampColumn) column).nulls();
            case BYTES -> ((BytesColumn) column).nulls();
            case ARRAY -> ((ArrayColumn) column).nulls();
            case MAP -> ((MapColumn) column).nulls();
            case ROW -> ((RowColumn) column).nulls();
        };
    }

    private static void encodeNulls(boolean[] nulls, int size, FrameBuffer target) {
        int length = (size + 7) >>> 3;
        int position = target.reserve(length);
        byte[] bytes = target.bytes();
        for (int b = 0; b < length; b++) {
            int bits = 0;
            int end = Math.min(size, (b + 1) << 3);
            for (int i = b << 3; i < end; i++) {
                bits |= (nulls[i] ? 1 : 0) << (i & 7);
            }
            bytes[position + b] = (byte) bits;
        }
    }

    private static void encodeBytes(BytesColumn column, int size, FrameBuffer target) {
        int[] offsets = column.offsets();
        encodeEnds(offsets, size, target);
        target.putBytes(column.bytes(), offsets[0], offsets[size] - offsets[0]);
    }

    private static void encodeArrays(ArrayColumn column, int size, FrameBuffer target) {
        encodeEnds(column.offsets(), size, target);
        encode(content(column.elements(), column.offsets(), size), contentSize(column.offsets(), size), target);
    }

    private static void encodeMaps(MapColumn column, int size, FrameBuffer target) {
        encodeEnds(column.offsets(), size, target);
        encode(content(column.keys(), column.offsets(), size), contentSize(column.offsets(), size), target);
        encode(content(column.values(), column.offsets(), size), contentSize(column.offsets(), size), target);
    }

    private static void encodeRows(RowColumn column, int size, FrameBuffer target) {
        target.putInt(column.fields().size());
        for (Column field : column.fields()) {
            encode(field, size, target);
        }
    }

    private static int contentSize(int[] offsets, int size) {
        return offsets[size] - offsets[0];
    }

    private static Column content(Column elements, int[] offsets, int size) {
        return offsets[0] == 0 ? elements : elements.slice(offsets[0], contentSize(offsets, size));
    }

    private static void encodeEnds(int[] offsets, int size, FrameBuffer target) {
        int start = offsets[0];
        int[] ends = new int[size];
        for (int i = 0; i < size; i++) {
            ends[i] = offsets[i + 1] - start;
        }
        target.putInts(ends, size);
    }
}

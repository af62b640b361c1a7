package io.blink.core.column;

import java.util.ArrayList;
import java.util.List;

/** Reads columns in the form that {@link BatchFrame} specifies. */
final class ColumnDecoder {
    /** Encoding, type and flags. */
    static final int MIN_COLUMN_BYTES = 3;

    /** Types nest less deeply than this; bounds the recursion on damaged bytes. */
    private static final int MAX_DEPTH = 100;

    private final FrameReader reader;

    private ColumnDecoder(FrameReader reader) {
        this.reader = reader;
    }

    static Column decode(FrameReader reader, int size) {
        return new ColumnDecoder(reader).column(size, 0);
    }

    private Column column(int size, int depth) {
        if (depth > MAX_DEPTH) {
            throw reader.corrupt("columns nest more than " + MAX_DEPTH + " deep");
        }
        int encoding = reader.readByte();
        int type = reader.readByte();
        int flags = reader.readByte();
        return switch (encoding) {
            case ColumnEncoder.FLAT -> flat(type, flags, size, depth);
            case ColumnEncoder.DICTIONARY -> dictionary(size, depth);
            case ColumnEncoder.CONSTANT -> new ConstantColumn(size, flatColumn(1, depth + 1));
            default -> throw reader.corrupt("column encoding " + encoding);
        };
    }

    private Column flatColumn(int size, int depth) {
        int encoding = reader.readByte();
        if (encoding != ColumnEncoder.FLAT) {
            throw reader.corrupt("encoding " + encoding + " where a flat column is expected");
        }
        return flat(reader.readByte(), reader.readByte(), size, depth);
    }

    private Column dictionary(int size, int depth) {
        int entries = reader.readCount("dictionary size");
        int width = reader.readByte();
        int[] ids = ids(width, size);
        for (int id : ids) {
            if (id < 0 || id >= entries) {
                throw reader.corrupt("id " + id + " in a dictionary of " + entries);
            }
        }
        return new DictionaryColumn(size, ids, flatColumn(entries, depth + 1));
    }

    private int[] ids(int width, int size) {
        if (width == 4) {
            return reader.readInts(size);
        }
        if (width == 1) {
            byte[] narrow = reader.readBytes(size, "ids");
            int[] ids = new int[size];
            for (int i = 0; i < size; i++) {
                ids[i] = narrow[i] & 0xFF;
            }
            return ids;
        }
        if (width == 2) {
            short[] narrow = reader.readShorts(size);
            int[] ids = new int[size];
            for (int i = 0; i < size; i++) {
                ids[i] = narrow[i] & 0xFFFF;
            }
            return ids;
        }
        throw reader.corrupt("ids of " + width + " bytes");
    }

    private Column flat(int type, int flags, int size, int depth) {
        boolean[] nulls = (flags & ColumnEncoder.FLAG_NULLS) == 0 ? null : reader.readNulls(size);
        boolean nanos = (flags & ColumnEncoder.FLAG_NANOS) != 0;
        return switch (type) {
            case 0 -> new ByteColumn(size, reader.readBytes(size, "values"), nulls);
            case 1 -> new ShortColumn(size, reader.readShorts(size), nulls);
            case 2 -> new IntColumn(size, reader.readInts(size), nulls);
            case 3 -> new LongColumn(size, reader.readLongs(size), nulls);
            case 4 -> new FloatColumn(size, reader.readFloats(size), nulls);
            case 5 -> new DoubleColumn(size, reader.readDoubles(size), nulls);
            case 6 -> new Decimal128Column(size, reader.readLongs(size), reader.readLongs(size), nulls);
            case 7 -> new TimestampColumn(size, reader.readLongs(size), nanos ? reader.readInts(size) : null, nulls);
            case 8 -> bytes(size, nulls);
            case 9 -> array(size, nulls, depth);
            case 10 -> map(size, nulls, depth);
            case 11 -> row(size, nulls, depth);
            default -> throw reader.corrupt("column type " + type);
        };
    }

    private Column bytes(int size, boolean[] nulls) {
        int[] offsets = reader.readOffsets(size);
        return new BytesColumn(size, reader.readBytes(offsets[size], "strings"), offsets, nulls);
    }

    private Column array(int size, boolean[] nulls, int depth) {
        int[] offsets = reader.readOffsets(size);
        return new ArrayColumn(size, column(offsets[size], depth + 1), offsets, nulls);
    }

    private Column map(int size, boolean[] nulls, int depth) {
        int[] offsets = reader.readOffsets(size);
        Column keys = column(offsets[size], depth + 1);
        return new MapColumn(size, keys, column(offsets[size], depth + 1), offsets, nulls);
    }

    private Column row(int size, boolean[] nulls, int depth) {
        int fieldCount = reader.readCount("field count");
        reader.require((long) fieldCount * MIN_COLUMN_BYTES, "fields");
        List<Column> fields = new ArrayList<>(fieldCount);
        for (int i = 0; i < fieldCount; i++) {
            fields.add(column(size, depth + 1));
        }
        return new RowColumn(size, fields, nulls);
    }
}

package io.blink.formats.parquet.page;

import io.blink.core.error.BlinkException;
import io.blink.formats.FormatErrorCode;
import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * The pages of one leaf column in one row group: gives levels and values, page after page. Where pages were left out, since none of their rows is wanted, their rows may only be passed over.
 */
public final class LeafPages {
    private final String file;
    private final ColumnDescriptor column;
    private final ChunkPages pages;
    private final LeafValues dictionary;

    /** Of a column without nesting: the row that comes next. */
    private long row;

    /** Rows before those of the current page that are in pages which were left out. */
    private long missing;

    private int levelsLeft;
    private RunLengthDecoder repetition;
    private RunLengthDecoder definition;
    private byte[] data;
    private int position;
    private int end;
    private int bit;
    private RunLengthDecoder ids;
    /** Of pages that are neither PLAIN nor ids; {@code null} of others. */
    private ValueDecoder decoder;

    public LeafPages(String file, ColumnDescriptor column, ChunkPages pages) throws IOException {
        this.file = file;
        this.column = column;
        this.pages = pages;
        this.dictionary = readDictionary();
    }

    private LeafValues readDictionary() throws IOException {
        PageBytes content = pages.dictionary();
        if (content == null) {
            return null;
        }
        int size = pages.dictionarySize();
        if (size < 0 || size > content.length() * (long) Byte.SIZE) {
            throw corrupt("a dictionary of " + size + " entries in " + content.length() + " bytes", null);
        }
        LeafValues values = new LeafValues(column.getPrimitiveType(), size);
        try {
            values.appendPlain(content.array(), content.from(), content.to(), size);
        } catch (RuntimeException e) {
            throw corrupt("the dictionary cannot be decoded", e);
        }
        return values;
    }

    /** The dictionary's entries, or {@code null} if the column chunk has none. */
    public LeafValues dictionary() {
        return dictionary;
    }

    /** Levels that the current page still has, after opening the next page if need be; 0 at the end of the row group. */
    public int available() throws IOException {
        while (levelsLeft == 0) {
            if (!pages.next()) {
                return 0;
            }
            begin();
            open();
        }
        if (missing > 0) {
            throw corrupt("rows from " + row + " on are in none of its pages", null);
        }
        return levelsLeft;
    }

    private void begin() {
        long first = pages.firstRow() < 0 ? row : pages.firstRow();
        if (first < row) {
            throw corrupt("a page begins at row " + first + " instead of " + row, null);
        }
        missing = first - row;
    }

    /** Levels, at most {@code wanted} and at least one, that the current page still has, after opening the next page if need be. */
    public int available(int wanted) throws IOException {
        int count = Math.min(wanted, available());
        if (count == 0) {
            throw corrupt("the column ends " + wanted + " values early", null);
        }
        return count;
    }

    /** Passes over {@code rows} rows of a column without nesting. */
    public void skip(int rows) throws IOException {
        int left = rows;
        while (left > 0) {
            left -= passPages(left);
            if (left > 0) {
                int count = available(left);
                levelsLeft -= count;
                row += count;
                skipValues(definition == null ? count : definition.countOnes(count));
                left -= count;
            }
        }
    }

    /**
     * Where a page ends, passes over those pages behind it that lie wholly in the next {@code rows} rows of a column without nesting, without decompressing them, and over pages that are left out.
     *
     * @return how many rows that was
     */
    public int passPages(int rows) throws IOException {
        int passed = passMissing(rows);
        while (levelsLeft == 0 && passed < rows) {
            if (!pages.next()) {
                throw corrupt("the column ends " + (rows - passed) + " values early", null);
            }
            begin();
            passed += passMissing(rows - passed);
            if (pages.valueCount() > rows - passed) {
                open();
            } else {
                passed += pages.valueCount();
                row += pages.valueCount();
            }
        }
        return passed;
    }

    private int passMissing(int rows) {
        int passed = (int) Math.min(missing, rows);
        missing -= passed;
        row += passed;
        return passed;
    }

    /** Whether the current page's values are ids into the dictionary. */
    public boolean inDictionary() {
        return ids != null;
    }

    /** The next {@code count} repetition levels, at most {@link #available}; before the definition levels of the same values. */
    public void repetitionLevels(int[] target, int offset, int count) {
        if (repetition == null) {
            java.util.Arrays.fill(target, offset, offset + count, 0);
        } else {
            repetition.read(target, offset, count);
        }
    }

    /** The next {@code count} definition levels, at most {@link #available}. */
    public void definitionLevels(int[] target, int offset, int count) {
        if (definition == null) {
            java.util.Arrays.fill(target, offset, offset + count, 0);
        } else {
            definition.read(target, offset, count);
        }
        levelsLeft -= count;
    }

    /**
     * The next {@code count} values of a column without nesting, at most {@link #available}: sets {@code nulls} where one is NULL, which starts out false.
     *
     * @param places set to where the NULLs are, ascending
     * @return how many are not
     */
    public int nulls(boolean[] nulls, int[] places, int offset, int count) {
        levelsLeft -= count;
        row += count;
        if (definition == null) {
            return count;
        }
        return definition.readZeros(nulls, places, offset, count);
    }

    /** The next {@code count} ids; only {@link #inDictionary}. */
    public void ids(int[] target, int offset, int count) {
        ids.read(target, offset, count);
    }

    /** Of the next {@code count} ids, which are passed over, those at {@code places[0 .. chosen)}, which ascend and are replaced by them; only {@link #inDictionary}. */
    public void pickIds(int[] places, int chosen, int count) {
        ids.pick(places, chosen, count);
    }

    /** Whether {@link #pickValues} works: PLAIN byte strings. */
    public boolean isPlainBytes() {
        return ids == null
                && decoder == null
                && switch (column.getPrimitiveType().getPrimitiveTypeName()) {
                    case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> true;
                    default -> false;
                };
    }

    /** Of the next {@code count} values, which are passed over, those at {@code places[0 .. chosen)}, which ascend; only if {@link #isPlainBytes}. */
    public void pickValues(LeafValues target, int[] places, int chosen, int count) {
        position = target.pickPlain(data, position, end, places, chosen, count);
    }

    /** The next {@code count} values; only if not {@link #inDictionary}. */
    public void values(LeafValues target, int count) {
        if (decoder != null) {
            decoder.read(target, count);
        } else if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN) {
            target.appendBits(data, position, end, bit, count);
            bit += count;
        } else {
            position = target.appendPlain(data, position, end, count);
        }
    }

    /** Whether the current page's values lie one behind the other in {@link #data}: PLAIN, of fixed width and not bits. */
    public boolean isPlain() {
        return ids == null && decoder == null;
    }

    /** What {@link #plain} gives positions in. */
    public byte[] data() {
        return data;
    }

    /** Takes the next {@code count} values of {@code width} bytes each; only if {@link #isPlain}. Returns where the first one begins. */
    public int plain(int count, int width) {
        int first = position;
        if ((long) count * width > end - first) {
            throw corrupt(count + " values of " + width + " bytes run past the page", null);
        }
        position = first + count * width;
        return first;
    }

    /** Passes over {@code count} values that are not NULL of the current page. */
    public void skipValues(int count) {
        if (ids != null) {
            ids.skip(count);
        } else if (decoder != null) {
            decoder.skip(count);
        } else {
            skipPlain(count);
        }
    }

    private void skipPlain(int count) {
        switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> bit += count;
            case INT32, FLOAT -> plain(count, 4);
            case INT64, DOUBLE -> plain(count, 8);
            case INT96 -> plain(count, 12);
            case FIXED_LEN_BYTE_ARRAY -> plain(count, column.getPrimitiveType().getTypeLength());
            case BINARY -> position = LeafValues.behindBinary(data, position, end, count);
        }
    }

    private void open() throws IOException {
        levelsLeft = pages.valueCount();
        PageContent page = pages.content();
        PageBytes content = page.values();
        repetition = null;
        definition = null;
        if (page.levelsApart()) {
            repetition = levelDecoder(page.repetition(), column.getMaxRepetitionLevel());
            definition = levelDecoder(page.definition(), column.getMaxDefinitionLevel());
        } else {
            if (column.getMaxRepetitionLevel() > 0) {
                PageBytes levels = levels(content, page.repetitionEncoding());
                repetition = levelDecoder(levels, column.getMaxRepetitionLevel());
                content = content.behind(levels);
            }
            if (column.getMaxDefinitionLevel() > 0) {
                PageBytes levels = levels(content, page.definitionEncoding());
                definition = levelDecoder(levels, column.getMaxDefinitionLevel());
                content = content.behind(levels);
            }
        }
        openValues(content, page.encoding(), levelsLeft);
    }

    /** The levels at the beginning of what a page holds: their length in 4 bytes, then they. */
    private PageBytes levels(PageBytes content, Encoding encoding) {
        if (encoding != Encoding.RLE) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_FILE,
                    file + ", column " + name() + ": levels encoded as " + encoding
                            + " are not read; write the file again");
        }
        int length = content.length() < 4 ? -1 : content.firstInt();
        if (length < 0 || length > content.length() - 4) {
            throw corrupt("levels of " + length + " bytes in a page of " + content.length(), null);
        }
        return new PageBytes(content.array(), content.from() + 4, content.from() + 4 + length);
    }

    /** {@code null}: all levels are 0. */
    private static RunLengthDecoder levelDecoder(PageBytes levels, int maxLevel) {
        return maxLevel == 0
                ? null
                : new RunLengthDecoder(levels.array(), levels.from(), levels.to(), bitWidth(maxLevel));
    }

    private void openValues(PageBytes content, Encoding encoding, int valueCount) throws IOException {
        data = content.array();
        position = content.from();
        end = content.to();
        bit = 0;
        ids = null;
        decoder = null;
        switch (encoding) {
            case PLAIN -> {}
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> openIds(content);
            default -> decoder = decoder(encoding, content, valueCount);
        }
    }

    private ValueDecoder decoder(Encoding encoding, PageBytes content, int valueCount) {
        try {
            return switch (encoding) {
                case DELTA_BINARY_PACKED -> new DeltaNumberValues(content);
                case DELTA_LENGTH_BYTE_ARRAY -> new DeltaLengthValues(content, valueCount);
                case DELTA_BYTE_ARRAY -> new DeltaByteValues(content, valueCount);
                case BYTE_STREAM_SPLIT -> new SplitStreamValues(content, column.getPrimitiveType());
                case RLE -> new RunLengthFlags(content, column.getPrimitiveType());
                default ->
                    throw new BlinkException(
                            FormatErrorCode.UNSUPPORTED_FILE,
                            file + ", column " + name() + ": values encoded as " + encoding
                                    + " are not read; write the file again");
            };
        } catch (IllegalStateException e) {
            throw corrupt("values encoded as " + encoding + " cannot be decoded: " + e.getMessage(), e);
        }
    }

    private void openIds(PageBytes content) {
        if (dictionary == null) {
            throw corrupt("values refer to a dictionary that is not there", null);
        }
        int bitWidth = content.length() > 0 ? content.array()[content.from()] : 0;
        if (bitWidth < 0 || bitWidth > 32) {
            throw corrupt("dictionary ids of " + bitWidth + " bits", null);
        }
        int first = Math.min(content.from() + 1, content.to());
        ids = new RunLengthDecoder(content.array(), first, content.to(), bitWidth);
    }

    private static int bitWidth(int maxLevel) {
        return 32 - Integer.numberOfLeadingZeros(maxLevel);
    }

    public ColumnDescriptor column() {
        return column;
    }

    private String name() {
        return String.join(".", column.getPath());
    }

    public BlinkException corrupt(String what, Throwable cause) {
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE, file + ", column " + name() + ": the file is damaged: " + what, cause);
    }
}

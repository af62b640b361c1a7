package io.blink.formats.parquet;

import io.blink.core.error.BlinkException;
import io.blink.formats.FormatErrorCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The pages of one leaf column in one row group: gives levels and values, page after page. */
final class LeafPages {
    private final String file;
    private final ColumnDescriptor column;
    private final PageReader pages;
    private final LeafValues dictionary;

    private int levelsLeft;
    private RunLengthDecoder repetition;
    private RunLengthDecoder definition;
    private byte[] data;
    private int position;
    private int end;
    private int bit;
    private RunLengthDecoder ids;
    private ValuesReader rareEncoding;

    LeafPages(String file, ColumnDescriptor column, PageReader pages) throws IOException {
        this.file = file;
        this.column = column;
        this.pages = pages;
        this.dictionary = readDictionary();
    }

    private LeafValues readDictionary() throws IOException {
        DictionaryPage page = pages.readDictionaryPage();
        if (page == null) {
            return null;
        }
        byte[] content = bytes(page.getBytes());
        LeafValues values = new LeafValues(column.getPrimitiveType(), page.getDictionarySize());
        try {
            values.appendPlain(content, 0, content.length, page.getDictionarySize());
        } catch (RuntimeException e) {
            throw corrupt("the dictionary cannot be decoded", e);
        }
        return values;
    }

    /** The dictionary's entries, or {@code null} if the column chunk has none. */
    LeafValues dictionary() {
        return dictionary;
    }

    /** Levels that the current page still has, after opening the next page if need be; 0 at the end of the row group. */
    int available() throws IOException {
        while (levelsLeft == 0) {
            DataPage page = pages.readPage();
            if (page == null) {
                return 0;
            }
            open(page);
        }
        return levelsLeft;
    }

    /** Whether the current page's values are ids into the dictionary. */
    boolean inDictionary() {
        return ids != null;
    }

    /** The next {@code count} repetition levels, at most {@link #available}; before the definition levels of the same values. */
    void repetitionLevels(int[] target, int offset, int count) {
        if (repetition == null) {
            java.util.Arrays.fill(target, offset, offset + count, 0);
        } else {
            repetition.read(target, offset, count);
        }
    }

    /** The next {@code count} definition levels, at most {@link #available}. */
    void definitionLevels(int[] target, int offset, int count) {
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
     * @return how many are not
     */
    int nulls(boolean[] nulls, int offset, int count) {
        levelsLeft -= count;
        if (definition == null) {
            return count;
        }
        return definition.readZeros(nulls, offset, count);
    }

    /** The next {@code count} ids; only {@link #inDictionary}. */
    void ids(int[] target, int offset, int count) {
        ids.read(target, offset, count);
    }

    /** The next {@code count} values; only if not {@link #inDictionary}. */
    void values(LeafValues target, int count) {
        if (rareEncoding != null) {
            target.appendFrom(rareEncoding, count);
        } else if (column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN) {
            target.appendBits(data, position, bit, count);
            bit += count;
        } else {
            position = target.appendPlain(data, position, end, count);
        }
    }

    private void open(DataPage page) throws IOException {
        levelsLeft = page.getValueCount();
        if (page instanceof DataPageV1 first) {
            openFirstVersion(first);
        } else {
            openSecondVersion((DataPageV2) page);
        }
    }

    private void openFirstVersion(DataPageV1 page) throws IOException {
        byte[] content = bytes(page.getBytes());
        int at = 0;
        repetition = null;
        definition = null;
        if (column.getMaxRepetitionLevel() > 0) {
            int length = levelBytes(content, at, page.getRlEncoding());
            repetition =
                    new RunLengthDecoder(content, at + 4, at + 4 + length, bitWidth(column.getMaxRepetitionLevel()));
            at += 4 + length;
        }
        if (column.getMaxDefinitionLevel() > 0) {
            int length = levelBytes(content, at, page.getDlEncoding());
            definition =
                    new RunLengthDecoder(content, at + 4, at + 4 + length, bitWidth(column.getMaxDefinitionLevel()));
            at += 4 + length;
        }
        openValues(content, at, page.getValueEncoding(), page.getValueCount());
    }

    private int levelBytes(byte[] content, int at, Encoding encoding) {
        if (encoding != Encoding.RLE) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_FILE,
                    file + ", column " + name() + ": levels encoded as " + encoding
                            + " are not read; write the file again");
        }
        int length = content.length < at + 4
                ? -1
                : ByteBuffer.wrap(content)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN)
                        .getInt(at);
        if (length < 0 || length > content.length - at - 4) {
            throw corrupt("levels of " + length + " bytes in a page of " + content.length, null);
        }
        return length;
    }

    private void openSecondVersion(DataPageV2 page) throws IOException {
        repetition = levels(page.getRepetitionLevels(), column.getMaxRepetitionLevel());
        definition = levels(page.getDefinitionLevels(), column.getMaxDefinitionLevel());
        openValues(bytes(page.getData()), 0, page.getDataEncoding(), page.getValueCount());
    }

    private static RunLengthDecoder levels(BytesInput input, int maxLevel) throws IOException {
        if (maxLevel == 0) {
            return null;
        }
        byte[] content = bytes(input);
        return new RunLengthDecoder(content, 0, content.length, bitWidth(maxLevel));
    }

    private void openValues(byte[] content, int from, Encoding encoding, int valueCount) throws IOException {
        data = content;
        position = from;
        end = content.length;
        bit = 0;
        ids = null;
        rareEncoding = null;
        switch (encoding) {
            case PLAIN -> {}
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> openIds(content, from);
            default -> {
                rareEncoding = encoding.getValuesReader(column, ValuesType.VALUES);
                ByteBuffer rest =
                        ByteBuffer.wrap(content, from, content.length - from).slice();
                rareEncoding.initFromPage(valueCount, ByteBufferInputStream.wrap(rest));
            }
        }
    }

    private void openIds(byte[] content, int from) {
        if (dictionary == null) {
            throw corrupt("values refer to a dictionary that is not there", null);
        }
        int bitWidth = from < content.length ? content[from] : 0;
        if (bitWidth < 0 || bitWidth > 32) {
            throw corrupt("dictionary ids of " + bitWidth + " bits", null);
        }
        ids = new RunLengthDecoder(content, Math.min(from + 1, content.length), content.length, bitWidth);
    }

    private static byte[] bytes(BytesInput input) throws IOException {
        byte[] copy = new byte[Math.toIntExact(input.size())];
        input.toInputStream().readNBytes(copy, 0, copy.length);
        return copy;
    }

    private static int bitWidth(int maxLevel) {
        return 32 - Integer.numberOfLeadingZeros(maxLevel);
    }

    ColumnDescriptor column() {
        return column;
    }

    private String name() {
        return String.join(".", column.getPath());
    }

    BlinkException corrupt(String what, Throwable cause) {
        return new BlinkException(
                FormatErrorCode.CORRUPT_FILE, file + ", column " + name() + ": the file is damaged: " + what, cause);
    }
}

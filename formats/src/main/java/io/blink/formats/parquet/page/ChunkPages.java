package io.blink.formats.parquet.page;

import io.blink.formats.bytes.PieceReader;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;

/**
 * The pages of one column chunk, one after the other: their headers, and the content of those that somebody asks for, so that others are neither checked nor decompressed, and perhaps not even
 * read. An IOException is damage, or bytes that did not come. One thread.
 */
public final class ChunkPages {
    private final ColumnChunkMetaData chunk;
    private final PieceReader bytes;
    private final PageCodecs.Decompressor decompressor;
    private final PagePlaces places;
    private final PageHeaders headers;
    private final CRC32 checksum = new CRC32();

    private PageHeader header;
    /** In the file: where the content of the page begins. */
    private long contentAt;
    /** In the file: where the next page begins. */
    private long position;
    /** Whether the header of the next page has been read. */
    private boolean headerRead;

    private long valuesSeen;
    private int placesSeen;
    private long firstRow = -1;

    /** @param places of the pages that are wanted; {@code null}: all are */
    public ChunkPages(ColumnChunkMetaData chunk, PieceReader bytes, PageCodecs codecs, PagePlaces places) {
        this.chunk = chunk;
        this.bytes = bytes;
        this.decompressor = codecs.decompressor(chunk.getCodec());
        this.places = places;
        this.headers = new PageHeaders(bytes);
        this.position = chunk.getStartingPos();
    }

    /** The content of the dictionary page, or {@code null}; before the first page. */
    PageBytes dictionary() throws IOException {
        boolean none = places != null && (places.count() == 0 || places.firstOffset() <= position);
        if (none || chunk.getValueCount() == 0) {
            return null;
        }
        readHeader(position);
        if (header.type != PageType.DICTIONARY_PAGE) {
            headerRead = true;
            return null;
        }
        if (!header.isSetDictionary_page_header()) {
            throw new IOException("a dictionary page without a header of its own");
        }
        PageBytes stored = stored();
        return decompressor.decompress(stored, header.uncompressed_page_size);
    }

    /** How many values the dictionary has that was read last. */
    int dictionarySize() {
        return header.dictionary_page_header.num_values;
    }

    /** Goes on to the next page; false at the end. */
    boolean next() throws IOException {
        return places == null ? nextOfAll() : nextPlace();
    }

    private boolean nextOfAll() throws IOException {
        while (valuesSeen < chunk.getValueCount()) {
            if (!headerRead) {
                if (position >= chunk.getStartingPos() + chunk.getTotalSize()) {
                    throw new IOException("its pages hold " + valuesSeen + " of " + chunk.getValueCount() + " values");
                }
                readHeader(position);
            }
            headerRead = false;
            if (isData()) {
                valuesSeen += valueCount();
                if (valuesSeen > chunk.getValueCount()) {
                    throw new IOException("its pages hold more than " + chunk.getValueCount() + " values");
                }
                return true;
            }
        }
        return false;
    }

    private boolean nextPlace() throws IOException {
        if (placesSeen == places.count()) {
            return false;
        }
        int place = placesSeen++;
        headerRead = false;
        readHeader(places.offset(place));
        firstRow = places.firstRow(place);
        if (!isData() || valueCount() != places.rows(place)) {
            throw new IOException("there is no page of " + places.rows(place) + " rows at byte " + places.offset(place)
                    + ", where the offset index has one");
        }
        return true;
    }

    /** Whether it is one of values; a second dictionary is damage, pages of other kinds are passed over. */
    private boolean isData() throws IOException {
        boolean complete =
                switch (header.type) {
                    case DATA_PAGE -> header.isSetData_page_header();
                    case DATA_PAGE_V2 -> header.isSetData_page_header_v2();
                    case DICTIONARY_PAGE -> false;
                    case INDEX_PAGE -> true;
                };
        if (!complete || (header.type != PageType.INDEX_PAGE && valueCount() < 0)) {
            throw new IOException("a page of kind " + header.type + " at byte " + contentAt + " is out of place");
        }
        return header.type != PageType.INDEX_PAGE;
    }

    private void readHeader(long at) throws IOException {
        header = headers.read(at);
        contentAt = headers.end();
        if (header.type == null || header.compressed_page_size < 0 || header.uncompressed_page_size < 0) {
            throw new IOException("the header at byte " + at + " is none of a page");
        }
        position = contentAt + header.compressed_page_size;
    }

    int valueCount() {
        return header.type == PageType.DATA_PAGE
                ? header.data_page_header.num_values
                : header.data_page_header_v2.num_values;
    }

    /** The row of the row group that the page begins with; -1: the one behind the page before. */
    long firstRow() {
        return firstRow;
    }

    /** What the page holds; valid until this is asked of the next one. */
    PageContent content() throws IOException {
        PageBytes stored = stored();
        return header.type == PageType.DATA_PAGE ? firstVersion(stored) : secondVersion(stored);
    }

    private PageBytes stored() throws IOException {
        int length = header.compressed_page_size;
        int from = bytes.take(contentAt, length);
        PageBytes stored = new PageBytes(bytes.array(), from, from + length);
        if (header.isSetCrc()) {
            checksum.reset();
            checksum.update(stored.array(), from, length);
            if ((int) checksum.getValue() != header.crc) {
                throw new IOException("the page at byte " + contentAt + " does not have the checksum that it states");
            }
        }
        return stored;
    }

    private PageContent firstVersion(PageBytes stored) throws IOException {
        DataPageHeader data = header.data_page_header;
        return new PageContent(
                false,
                null,
                null,
                decompressor.decompress(stored, header.uncompressed_page_size),
                encoding(data.repetition_level_encoding),
                encoding(data.definition_level_encoding),
                encoding(data.encoding));
    }

    /** Levels are never compressed. */
    private PageContent secondVersion(PageBytes stored) throws IOException {
        DataPageHeaderV2 data = header.data_page_header_v2;
        int repetition = data.repetition_levels_byte_length;
        int definition = data.definition_levels_byte_length;
        int levels = repetition + definition;
        if (repetition < 0 || definition < 0 || levels < 0 || levels > stored.length()) {
            throw new IOException(
                    "levels of " + repetition + " and " + definition + " bytes in a page of " + stored.length());
        }
        int from = stored.from();
        PageBytes values = new PageBytes(stored.array(), from + levels, stored.to());
        boolean compressed = !data.isSetIs_compressed() || data.is_compressed;
        return new PageContent(
                true,
                new PageBytes(stored.array(), from, from + repetition),
                new PageBytes(stored.array(), from + repetition, from + levels),
                compressed ? decompressor.decompress(values, header.uncompressed_page_size - levels) : values,
                Encoding.RLE,
                Encoding.RLE,
                encoding(data.encoding));
    }

    private static Encoding encoding(org.apache.parquet.format.Encoding stored) throws IOException {
        if (stored == null) {
            throw new IOException("a page has an encoding that is not known");
        }
        return Encoding.valueOf(stored.name());
    }
}

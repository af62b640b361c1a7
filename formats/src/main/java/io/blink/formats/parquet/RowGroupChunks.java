package io.blink.formats.parquet;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.bytes.HeldArrays;
import io.blink.formats.bytes.PiecePlan;
import io.blink.formats.bytes.PieceReader;
import io.blink.formats.parquet.page.ChunkPages;
import io.blink.formats.parquet.page.PageCodecs;
import io.blink.formats.parquet.page.PagePlaces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;

/**
 * The column chunks of one row group that a reader wants. The bytes of those with conditions are read when the first of them is needed, those of the others when the first row passes. One
 * thread.
 */
final class RowGroupChunks {
    /** Where a chunk is read: its plan, and its place in it. */
    private record Place(ColumnChunkMetaData chunk, PagePlaces pages, PiecePlan plan, int index) {}

    /** Which chunks a reader wants. @param leaves their paths @param withConditions top-level columns that are read first */
    record Wanted(Set<ColumnPath> leaves, Set<String> withConditions) {}

    /** Finds the wanted pages of a chunk; {@code null}: all are. */
    @FunctionalInterface
    interface Pages {
        PagePlaces of(ColumnChunkMetaData chunk) throws IOException;
    }

    private final Map<ColumnPath, Place> places = new HashMap<>();
    private final List<PiecePlan> plans = new ArrayList<>();
    private final long rows;
    private long decodedBytes;

    RowGroupChunks(
            InputFile file, BlockMetaData rowGroup, Wanted wanted, Pages pages, HeldArrays arrays, Executor ahead)
            throws IOException {
        this.rows = rowGroup.getRowCount();
        for (boolean conditions : new boolean[] {true, false}) {
            List<ColumnChunkMetaData> chunks = new ArrayList<>();
            List<PagePlaces> pagesOfChunks = new ArrayList<>();
            List<List<PiecePlan.Range>> ranges = new ArrayList<>();
            for (ColumnChunkMetaData chunk : rowGroup.getColumns()) {
                boolean first = wanted.withConditions().contains(chunk.getPath().toArray()[0]);
                if (wanted.leaves().contains(chunk.getPath()) && first == conditions) {
                    check(file, chunk);
                    PagePlaces ofChunk = pages.of(chunk);
                    chunks.add(chunk);
                    pagesOfChunks.add(ofChunk);
                    ranges.add(ranges(chunk, ofChunk));
                    decodedBytes += chunk.getTotalUncompressedSize();
                }
            }
            PiecePlan plan = new PiecePlan(file, arrays, ahead, ranges);
            plans.add(plan);
            for (int i = 0; i < chunks.size(); i++) {
                places.put(chunks.get(i).getPath(), new Place(chunks.get(i), pagesOfChunks.get(i), plan, i));
            }
        }
    }

    private static void check(InputFile file, ColumnChunkMetaData chunk) throws IOException {
        if (chunk.isEncrypted()) {
            throw new BlinkException(
                    FormatErrorCode.UNSUPPORTED_FILE,
                    file.path() + ", column " + chunk.getPath().toDotString()
                            + ": encrypted columns are not read; write the file again");
        }
        long from = chunk.getStartingPos();
        if (from < 0 || chunk.getTotalSize() < 0 || chunk.getTotalSize() > file.length() - from) {
            throw new IOException("column " + chunk.getPath().toDotString() + " has " + chunk.getTotalSize()
                    + " bytes at byte " + from + " of " + file.length());
        }
    }

    private static List<PiecePlan.Range> ranges(ColumnChunkMetaData chunk, PagePlaces pages) {
        long from = chunk.getStartingPos();
        if (pages != null) {
            return pages.ranges(from);
        }
        return chunk.getTotalSize() == 0 ? List.of() : List.of(new PiecePlan.Range(from, from + chunk.getTotalSize()));
    }

    /** The pages of a leaf. */
    ChunkPages pages(ColumnPath path, PageCodecs codecs) throws IOException {
        Place place = places.get(path);
        if (place == null) {
            throw new IOException("column " + path.toDotString() + " is not in the row group");
        }
        PieceReader bytes = place.plan().reader(place.index());
        return new ChunkPages(place.chunk(), bytes, codecs, place.pages());
    }

    /** What a row has in the wanted columns, decompressed, in the mean. */
    double rowBytes() {
        return rows == 0 ? 0 : (double) decodedBytes / rows;
    }

    /** Starts to read what is needed first. */
    void readAhead() {
        boolean conditions = plans.get(0).bytes() > 0;
        plans.get(conditions ? 0 : 1).readAhead();
    }

    void release() {
        plans.forEach(PiecePlan::release);
    }
}

package io.blink.formats.parquet.page;

import io.blink.formats.bytes.PiecePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.parquet.filter2.columnindex.RowRanges;
import org.apache.parquet.internal.column.columnindex.OffsetIndex;

/** Those pages of a column chunk that hold a row which is wanted, as the chunk's offset index places them. */
public final class PagePlaces {
    private final OffsetIndex index;
    private final long rowCount;
    private final int[] pages;

    /** @param wanted rows of the row group, which has {@code rowCount} */
    public PagePlaces(OffsetIndex index, RowRanges wanted, long rowCount) {
        this.index = index;
        this.rowCount = rowCount;
        this.pages = IntStream.range(0, index.getPageCount())
                .filter(page ->
                        wanted.isOverlapping(index.getFirstRowIndex(page), index.getLastRowIndex(page, rowCount)))
                .toArray();
    }

    int count() {
        return pages.length;
    }

    /** Where the header of a page is in the file. */
    long offset(int place) {
        return index.getOffset(pages[place]);
    }

    long firstRow(int place) {
        return index.getFirstRowIndex(pages[place]);
    }

    long rows(int place) {
        return index.getLastRowIndex(pages[place], rowCount) - firstRow(place) + 1;
    }

    /** Where the data of the chunk begins, behind its dictionary. */
    long firstOffset() {
        return index.getPageCount() == 0 ? Long.MAX_VALUE : index.getOffset(0);
    }

    /** What is to be read of a chunk that begins at byte {@code start}: its dictionary, and these pages. */
    public List<PiecePlan.Range> ranges(long start) {
        List<PiecePlan.Range> ranges = new ArrayList<>();
        if (count() > 0 && start < firstOffset()) {
            ranges.add(new PiecePlan.Range(start, firstOffset()));
        }
        for (int page : pages) {
            long from = index.getOffset(page);
            ranges.add(new PiecePlan.Range(from, from + index.getCompressedPageSize(page)));
        }
        return ranges;
    }
}

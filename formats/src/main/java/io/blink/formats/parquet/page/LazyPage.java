package io.blink.formats.parquet.page;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.page.DataPage;

/**
 * A data page whose values are decompressed when they are asked for, so that those of a page that is passed over never are.
 *
 * @param pending what is still to be decompressed; {@code null} if nothing is
 */
record LazyPage(DataPage page, PageCodecs.Pending pending) {
    int valueCount() {
        return page.getValueCount();
    }

    /** What {@code part} of the page holds, decompressed; valid until this is asked of the next page of the column chunk. */
    PageBytes content(BytesInput part) throws IOException {
        return pending == null || pending.compressed() != part ? PageBytes.of(part) : pending.decompress();
    }
}

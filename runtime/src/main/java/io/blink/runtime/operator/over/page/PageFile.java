package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;
import io.blink.runtime.spill.SpilledRows;
import java.util.concurrent.CompletableFuture;

/** Pages on disk. The file goes when it is full and none of its pages is wanted any more. */
public final class PageFile {
    private static final int PAGES_MAX = 256;

    private final SpilledRows rows;
    private int wanted;

    public PageFile(SpilledRows rows) {
        this.rows = rows;
    }

    public boolean full() {
        return rows.batches() >= PAGES_MAX;
    }

    public void write(Page page) {
        page.file = this;
        page.place = rows.batches();
        rows.append(page.batch);
        wanted++;
    }

    public CompletableFuture<Batch> read(Page page) {
        return rows.read(page.place);
    }

    public void forget() {
        wanted--;
        if (wanted == 0 && full()) {
            rows.delete();
        }
    }
}

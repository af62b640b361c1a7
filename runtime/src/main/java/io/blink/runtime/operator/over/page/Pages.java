package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledRows;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The rows that are still wanted, in pages. A page that finds no memory goes to disk at once, since those before it are answered first; a page that is read takes memory from those that will be
 * wanted last.
 */
public final class Pages {
    private static final long PAGE_BYTES_MAX = 256 << 10;
    private static final int PAGE_SHARE = 16;

    private final OperatorContext context;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final long pageBytesMax;
    private final List<Page> pages = new ArrayList<>();
    private int forgotten;
    private int hint;
    private long known;
    private long nextNumber;
    private long bytes;
    private PageFile file;
    private Page pinned;
    private Page awaited;

    public Pages(OperatorContext context, OperatorMemory memory, SpillQueue queue) {
        this.context = context;
        this.memory = memory;
        this.queue = queue;
        pageBytesMax = Math.min(PAGE_BYTES_MAX, memory.capacityBytes() / PAGE_SHARE);
    }

    /** Rows that have come. */
    public long known() {
        return known;
    }

    /** Cuts a batch so that each piece may become a page. */
    public List<Batch> cut(Batch batch) {
        if (batch.retainedBytes() <= pageBytesMax) {
            return List.of(batch);
        }
        int rows = batch.rowCount();
        Batch flat = new Batch(rows, batch.columns().stream().map(Column::flat).toList());
        long pieces = (flat.retainedBytes() + pageBytesMax - 1) / pageBytesMax;
        int length = (int) Math.max(1, rows / pieces);
        List<Batch> cut = new ArrayList<>();
        for (int from = 0; from < rows; from += length) {
            cut.add(flat.slice(from, Math.min(length, rows - from)));
        }
        return cut;
    }

    /** Whether so much is being written that no page shall come now. */
    public boolean busy() {
        return queue.full();
    }

    /** Adds the next rows; they stay in memory if there is some. */
    public Page add(Batch batch) {
        Page page = new Page(known, nextNumber++, batch, batch.retainedBytes());
        known += page.rows();
        pages.add(page);
        if (memory.tryGrow(page.bytes())) {
            bytes += page.bytes();
        } else {
            write(page);
            page.batch = null;
        }
        memory.setRevocable(bytes);
        return page;
    }

    private void write(Page page) {
        if (page.file == null) {
            if (file == null || file.full()) {
                file = new PageFile(new SpilledRows(
                        context.spillFiles(), queue, "over", context.inputs().get(0)));
            }
            file.write(page);
        }
    }

    private void evict(Page page) {
        write(page);
        page.batch = null;
        bytes -= page.bytes();
        memory.shrink(page.bytes());
    }

    /** Writes what can be written, and gives its memory back. */
    public void evictAll() {
        for (int i = pages.size() - 1; i >= forgotten; i--) {
            Page page = pages.get(i);
            if (page.batch != null && page != pinned) {
                evict(page);
            }
        }
        memory.setRevocable(bytes);
    }

    /** The page of a row that has come and is not forgotten. */
    public Page of(long row) {
        if (hint < forgotten || hint >= pages.size() || !pages.get(hint).has(row)) {
            if (hint >= forgotten
                    && hint + 1 < pages.size()
                    && pages.get(hint + 1).has(row)) {
                hint++;
            } else {
                hint = search(row);
            }
        }
        return pages.get(hint);
    }

    private int search(long row) {
        int low = forgotten;
        int high = pages.size() - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (pages.get(middle).firstRow() <= row) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low >= pages.size() || !pages.get(low).has(row)) {
            throw new IllegalStateException(context.owner() + " has no row " + row + " of " + known + " any more");
        }
        return low;
    }

    /** The rows of a page; {@code null} while they are being read, see {@link #waitsFor}. */
    public Batch acquire(Page page) {
        if (page.batch != null) {
            return page.batch;
        }
        if (page.reading == null) {
            page.reading = page.file.read(page);
        }
        if (!page.reading.isDone()) {
            awaited = page;
            return null;
        }
        makeRoom(page);
        page.batch = SpillQueue.value(page.reading);
        page.reading = null;
        bytes += page.bytes();
        return page.batch;
    }

    private void makeRoom(Page wanted) {
        for (int i = pages.size() - 1; i >= forgotten; i--) {
            if (memory.tryGrow(wanted.bytes())) {
                return;
            }
            Page page = pages.get(i);
            if (page.batch != null && page != pinned) {
                evict(page);
            }
        }
        memory.grow(wanted.bytes());
    }

    /** Keeps one page in memory, which must be there. */
    public void pin(Page page) {
        pinned = page;
    }

    /** For a page that was not there. */
    public Wait waitsFor() {
        CompletableFuture<Batch> reading = awaited == null ? null : awaited.reading;
        return reading == null || reading.isDone() ? Wait.OTHERS_TURN : Wait.until(reading);
    }

    /** Rows before {@code row} will not be asked for again. */
    public void forgetBefore(long row) {
        while (forgotten < pages.size() && pages.get(forgotten).end() <= row) {
            forget(pages.get(forgotten));
            pages.set(forgotten++, null);
        }
        if (forgotten > 64 && forgotten > pages.size() / 2) {
            pages.subList(0, forgotten).clear();
            hint = Math.max(0, hint - forgotten);
            forgotten = 0;
        }
        memory.setRevocable(bytes);
    }

    /** The number of the first page that is not forgotten. */
    public long firstNumber() {
        return nextNumber - (pages.size() - forgotten);
    }

    private void forget(Page page) {
        if (page.batch != null) {
            bytes -= page.bytes();
            memory.shrink(page.bytes());
        }
        if (page.file != null) {
            page.file.forget();
        }
        if (page == pinned) {
            pinned = null;
        }
    }
}

package io.blink.state.table;

import io.blink.core.error.BlinkException;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.StatePage.PageName;
import io.blink.state.record.Expiry;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordPlaces;
import java.util.Arrays;

/**
 * The records of one table and namespace, in pages. New ones go to the last page of the current version; the first page of a version has 4 KB, the next ones twice as much up to 64 KB. Used on the
 * task's thread; what {@link #capture} gives is read by an I/O thread.
 */
final class RecordLog {
    private static final int FIRST_PAGE_BYTES = 4 << 10;
    private static final int PAGE_OBJECT_BYTES = 104;
    /** What a change looks at for records that are over: at least so many of them, in so many pages. */
    private static final int SWEPT_RECORDS = 256;

    private static final int SWEPT_PAGES = 64;

    private final int table;
    private final long namespace;
    private final int keyGroups;
    private final Versions versions;
    private final StoreMemory memory;
    private final Expiry expiry;
    private final SparsePages sparse = new SparsePages();
    private RecordIndex index;
    private RecordPage[] pages = new RecordPage[4];
    /** Of {@link #pages}, for loops that need nothing else of them. */
    private byte[][] contents = new byte[4][];

    private int pageCount;
    private int sharedPages;
    private int[] freeNumbers = new int[4];
    private int freeCount;
    private RecordPage tail;
    private int tailNumber;
    private long liveRecords;
    private int sweptPage;

    RecordLog(int table, long namespace, int keyGroups, Versions versions, Expiry expiry) {
        this.table = table;
        this.namespace = namespace;
        this.keyGroups = keyGroups;
        this.versions = versions;
        this.memory = versions.memory();
        this.expiry = expiry;
    }

    /** Once, before anything else. */
    void index(RecordIndex newIndex) {
        index = newIndex;
    }

    Versions versions() {
        return versions;
    }

    Expiry expiry() {
        return expiry;
    }

    /** Pages by number; not to be written. */
    RecordPage[] directory() {
        return pages;
    }

    /** The bytes of pages by number; the array is not to be written. */
    byte[][] contents() {
        return contents;
    }

    int pageCount() {
        return pageCount;
    }

    long liveRecords() {
        return liveRecords;
    }

    byte[] bytes(int address) {
        return contents[RecordAddress.page(address)];
    }

    /** Resolves addresses; {@link RecordAddress#NONE} becomes a page of {@code null}. */
    void resolve(int[] addresses, int count, RecordPlaces places) {
        places.ensure(count);
        byte[][] resolved = places.pages();
        int[] offsets = places.offsets();
        for (int i = 0; i < count; i++) {
            int address = addresses[i];
            if (address < 0) {
                resolved[i] = null;
            } else {
                resolved[i] = contents[RecordAddress.page(address)];
                offsets[i] = RecordAddress.offset(address);
            }
        }
    }

    /** Of the rows {@code rows[0 .. count)}. */
    void resolve(int[] addresses, int[] rows, int count, RecordPlaces places) {
        places.ensure(count);
        byte[][] resolved = places.pages();
        int[] offsets = places.offsets();
        for (int i = 0; i < count; i++) {
            int address = addresses[rows[i]];
            resolved[i] = contents[RecordAddress.page(address)];
            offsets[i] = RecordAddress.offset(address);
        }
    }

    /** Whether the record may be changed where it is. */
    boolean isWritable(int address) {
        return pages[RecordAddress.page(address)].version() == versions.current();
    }

    /** Makes place for a record, to be filled by the caller. */
    int append(int length) {
        if (tail == null || tail.version() != versions.current() || !tail.hasRoom(length)) {
            openPage(length);
        }
        liveRecords++;
        return RecordAddress.of(tailNumber, tail.append(length));
    }

    /** Copies a record to a place in the current version of {@code length} bytes, not less than it has; the caller tells the index. */
    int move(int address, int length) {
        int moved = copy(address, length);
        kill(address);
        return moved;
    }

    /** As {@link #move}, of a record that the caller kills once the index no longer looks at it. */
    int copy(int address, int length) {
        byte[] from = bytes(address);
        int offset = RecordAddress.offset(address);
        int old = RecordBytes.length(from, offset);
        int moved = append(length);
        byte[] to = bytes(moved);
        System.arraycopy(from, offset, to, RecordAddress.offset(moved), old);
        RecordBytes.setLength(to, RecordAddress.offset(moved), length);
        return moved;
    }

    void kill(int address) {
        RecordPage page = pages[RecordAddress.page(address)];
        int offset = RecordAddress.offset(address);
        int length = RecordBytes.length(page.bytes(), offset);
        sparse.died(length);
        lose(page, offset, length);
    }

    private void lose(RecordPage page, int offset, int length) {
        page.lose(length);
        liveRecords--;
        if (page.liveBytes() == 0 && page != tail) {
            drop(page);
            return;
        }
        DeadRecords dead = page.dead();
        if (dead == null) {
            memory.grow(deadBytes(page));
            page.dead(DeadRecords.none(versions.current(), page.bytes().length));
        } else if (dead.version() != versions.current()) {
            page.dead(dead.successor(versions.current(), versions.oldestHeld()));
        }
        page.dead().add(offset);
        if (page != tail) {
            sparse.place(page);
        }
    }

    /** Two sets of bits, since a snapshot may need the one before, and as much for what was written of them. */
    private static long deadBytes(RecordPage page) {
        return 3L * Long.BYTES * DeadRecords.words(page.bytes().length);
    }

    private void openPage(int length) {
        versions.settle();
        int bytes = FIRST_PAGE_BYTES;
        if (tail != null) {
            bytes = tail.version() == versions.current() ? tail.bytes().length * 2 : bytes;
            closeTail();
        }
        bytes = Math.min(bytes, RecordAddress.PAGE_BYTES_MAX);
        while (bytes < length && bytes < RecordAddress.PAGE_BYTES_MAX) {
            bytes *= 2;
        }
        openPageOf(Math.max(bytes, length));
    }

    private void openPageOf(int bytes) {
        memory.grow(bytes + PAGE_OBJECT_BYTES);
        PageName name = new PageName(table, namespace, versions.newPageId(), 0);
        tail = new RecordPage(name, new byte[bytes], versions.current(), keyGroups);
        tail.oldestMillis(expiry.applies() ? expiry.nowMillis() : Long.MAX_VALUE);
        tailNumber = place(tail);
    }

    private void closeTail() {
        RecordPage closed = tail;
        tail = null;
        if (closed.liveBytes() == 0) {
            drop(closed);
            return;
        }
        if (closed.bytes().length < RecordAddress.PAGE_BYTES_MAX) {
            sparse.endedSmall(closed.bytes().length);
        }
        sparse.place(closed);
    }

    private int place(RecordPage page) {
        int number = freeCount > 0 ? freeNumbers[--freeCount] : pageCount++;
        requirePages(number + 1);
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, pages.length * 2);
            contents = Arrays.copyOf(contents, pages.length);
            sharedPages = 0;
        }
        page.number(number);
        set(number, page);
        return number;
    }

    private static void requirePages(int count) {
        if (count > RecordAddress.PAGES_MAX) {
            throw new BlinkException(
                    StateErrorCode.STATE_TOO_LARGE,
                    "A state table has more than " + RecordAddress.PAGES_MAX
                            + " pages in one task. Raise the parallelism of the job.");
        }
    }

    /** A capture reads the directory as it was: it is copied before a number changes that was in use then. */
    private void set(int number, RecordPage page) {
        if (number < sharedPages) {
            pages = pages.clone();
            sharedPages = 0;
        }
        pages[number] = page;
        contents[number] = page == null ? null : page.bytes();
    }

    private void drop(RecordPage page) {
        sparse.remove(page);
        set(page.number(), null);
        free(page.number());
        versions.free(accounted(page), page.version());
    }

    private void free(int number) {
        if (freeCount == freeNumbers.length) {
            freeNumbers = Arrays.copyOf(freeNumbers, freeCount * 2);
        }
        freeNumbers[freeCount++] = number;
    }

    private static long accounted(RecordPage page) {
        return page.bytes().length + PAGE_OBJECT_BYTES + (page.dead() == null ? 0 : deadBytes(page));
    }

    /** Before a change of some rows: drops some records that are over, and empties pages with little alive if they are many. Addresses are not valid afterwards. */
    void tidy(int rows) {
        if (expiry.applies()) {
            sweep(SWEPT_RECORDS + 4 * rows);
        }
        int list = sparse.due();
        if (list != SparsePages.NOT_IN) {
            for (RecordPage page = sparse.next(list); page != null; page = sparse.next(list)) {
                empty(page);
            }
        }
    }

    /** Goes on through the pages in turn. */
    private void sweep(int recordsMax) {
        long deadline = expiry.deadlineMillis();
        int records = recordsMax;
        for (int looked = Math.min(SWEPT_PAGES, pageCount); looked > 0 && records > 0; looked--) {
            sweptPage = sweptPage + 1 < pageCount ? sweptPage + 1 : 0;
            RecordPage page = pages[sweptPage];
            if (page != null && page.oldestMillis() <= deadline) {
                records -= sweep(sweptPage, page, deadline);
            }
        }
    }

    private int sweep(int number, RecordPage page, long deadline) {
        byte[] bytes = page.bytes();
        long oldest = Long.MAX_VALUE;
        int records = 0;
        for (int offset = nextLive(page, 0); offset < page.used() && page.liveBytes() > 0; records++) {
            int next = offset + RecordBytes.length(bytes, offset);
            if (expiry.isOver(bytes, offset, deadline)) {
                int address = RecordAddress.of(number, offset);
                index.expired(address);
                kill(address);
            } else {
                oldest = Math.min(oldest, expiry.written(bytes, offset));
            }
            offset = nextLive(page, next);
        }
        page.oldestMillis(expiry.nextSweep(oldest, deadline));
        return records;
    }

    private void empty(RecordPage page) {
        byte[] bytes = page.bytes();
        int live = page.liveBytes();
        if (tail == null || !tail.hasRoom(live)) {
            if (tail != null) {
                closeTail();
            }
            openPageOf(RecordAddress.PAGE_BYTES_MAX);
        }
        tail.oldestMillis(Math.min(tail.oldestMillis(), page.oldestMillis()));
        int offset = 0;
        while (live > 0) {
            int length = RecordBytes.length(bytes, offset);
            if (!page.isDead(offset)) {
                int moved = append(length);
                System.arraycopy(bytes, offset, bytes(moved), RecordAddress.offset(moved), length);
                index.moved(RecordAddress.of(page.number(), offset), moved);
                lose(page, offset, length);
                live -= length;
            }
            offset += length;
        }
    }

    /** The offset of the first live record of a page at or behind {@code from}; its used bytes if there is none. */
    static int nextLive(RecordPage page, int from) {
        int offset = from;
        while (offset < page.used() && page.isDead(offset)) {
            offset += RecordBytes.length(page.bytes(), offset);
        }
        return offset;
    }

    /** Before pages are restored: their numbers will be less than {@code count}. */
    void beginRestoring(int count) {
        requirePages(count);
        pages = new RecordPage[Math.max(pages.length, count)];
        contents = new byte[pages.length][];
        pageCount = count;
    }

    /** A page that was read, with what the index takes of it. */
    record Restored(RecordPage page, long[] entries) {}

    /** Makes a page of what a checkpoint has, for {@link #restore}. On any thread. */
    Restored restored(PageName name, int number, byte[] bytes, int[] deadOffsets) {
        RecordPage page = new RecordPage(name, bytes, 0, keyGroups);
        page.number(number);
        int live = bytes.length;
        if (deadOffsets.length > 0) {
            DeadRecords dead = DeadRecords.none(0, bytes.length);
            for (int offset : deadOffsets) {
                dead.add(offset);
                live -= RecordBytes.length(bytes, offset);
            }
            page.dead(dead);
        }
        page.restored(bytes.length, live);
        return new Restored(page, index.entries(page));
    }

    /** On any thread: the addresses of the live records of a restored page. */
    static int[] addresses(RecordPage page) {
        int[] addresses = new int[64];
        int count = 0;
        for (int offset = nextLive(page, 0);
                offset < page.used();
                offset = nextLive(page, offset + RecordBytes.length(page.bytes(), offset))) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, count * 2);
            }
            addresses[count++] = RecordAddress.of(page.number(), offset);
        }
        return Arrays.copyOf(addresses, count);
    }

    /** Takes a page that {@link #restored} made, with something alive. */
    void restore(Restored restored) {
        RecordPage page = restored.page();
        memory.grow(accounted(page));
        set(page.number(), page);
        sparse.place(page);
        page.oldestMillis(expiry.applies() ? Long.MIN_VALUE : Long.MAX_VALUE);
        liveRecords += restored.entries().length;
        index.restored(restored.entries());
    }

    /** Numbers of which no page was restored are free. */
    void endRestoring() {
        for (int number = pageCount - 1; number >= 0; number--) {
            if (pages[number] == null) {
                free(number);
            }
        }
    }

    /** Copies a record of somebody else's page. */
    void restoreRecord(byte[] page, int offset) {
        int length = RecordBytes.length(page, offset);
        int address = append(length);
        System.arraycopy(page, offset, bytes(address), RecordAddress.offset(address), length);
        if (expiry.applies()) {
            tail.oldestMillis(Math.min(tail.oldestMillis(), expiry.written(page, offset)));
        }
        index.added(address);
    }

    /** All pages as they are at the end of the current version, which the caller ends. */
    LogCapture capture() {
        sharedPages = pageCount;
        return new LogCapture(this, pages, pageCount);
    }

    PageName deadName(int group) {
        return DeadRecordsPage.name(table, namespace, group);
    }

    /** Gives all memory back. */
    void release() {
        for (int number = 0; number < pageCount; number++) {
            if (pages[number] != null) {
                versions.free(accounted(pages[number]), pages[number].version());
            }
        }
        pages = new RecordPage[0];
        contents = new byte[0][];
        pageCount = 0;
    }
}

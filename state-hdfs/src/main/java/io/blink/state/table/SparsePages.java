package io.blink.state.table;

import java.util.Arrays;

/**
 * The pages of a log that nothing is added to any more and that have at most half of a full page alive, in lists by how much: up to 4, 8, 16 and 32 KB. Many of one list are worth being emptied into fewer, as far
 * as {@link #credit} goes: each byte that died allows one to be moved. So emptying keeps up with dying, since a page of those gives back at least what is moved of it; and a checkpoint, however many pages
 * become sparse at once, gets no more moved bytes than died. Small pages bring credit of their own: theirs may be all alive, and are moved once from list to list.
 */
final class SparsePages {
    static final int NOT_IN = -1;
    private static final int LISTS = 4;
    private static final int FIRST_LIVE_BYTES = 4 << 10;

    /** So many pages of a list are emptied. */
    private static final int PAGES_MIN = 8;
    /** Credit that nothing needed does not grow beyond: else it would all be spent when pages become sparse together. */
    private static final int SAVED_CREDIT_MAX = PAGES_MIN * RecordAddress.PAGE_BYTES_MAX;

    private final RecordPage[][] pages = new RecordPage[LISTS][PAGES_MIN];
    private final int[] counts = new int[LISTS];
    private long credit = SAVED_CREDIT_MAX;

    /** Puts a page, which may be in a list already, where its live bytes say. */
    void place(RecordPage page) {
        int wanted = list(page.liveBytes());
        if (wanted == page.sparseness()) {
            return;
        }
        remove(page);
        if (wanted < LISTS) {
            if (counts[wanted] == pages[wanted].length) {
                pages[wanted] = Arrays.copyOf(pages[wanted], counts[wanted] * 2);
            }
            pages[wanted][counts[wanted]] = page;
            page.sparse(wanted, counts[wanted]++);
        }
    }

    private static int list(int liveBytes) {
        int list = 0;
        while (list < LISTS && liveBytes > FIRST_LIVE_BYTES << list) {
            list++;
        }
        return list;
    }

    /** Takes a page out of its list, if it is in one. */
    void remove(RecordPage page) {
        int list = page.sparseness();
        if (list == NOT_IN) {
            return;
        }
        RecordPage last = pages[list][--counts[list]];
        pages[list][counts[list]] = null;
        if (last != page) {
            pages[list][page.sparsePosition()] = last;
            last.sparse(list, page.sparsePosition());
        }
        page.sparse(NOT_IN, 0);
    }

    /** So many bytes have died. */
    void died(int bytes) {
        credit += bytes;
    }

    /** A page ended before it had its full size. */
    void endedSmall(int pageBytes) {
        credit += (long) LISTS * pageBytes;
    }

    /** The fullest list that has many, {@link #NOT_IN} if none has or no credit is left. */
    int due() {
        for (int list = 0; list < LISTS; list++) {
            if (counts[list] >= PAGES_MIN) {
                return credit > 0 ? list : NOT_IN;
            }
        }
        credit = Math.min(credit, SAVED_CREDIT_MAX);
        return NOT_IN;
    }

    /** A page of a list or those before it, to be emptied, which takes credit; {@code null} if there is none or nothing is left. */
    RecordPage next(int list) {
        for (int from = list; from >= 0 && credit > 0; from--) {
            if (counts[from] > 0) {
                RecordPage page = pages[from][counts[from] - 1];
                credit -= page.liveBytes();
                return page;
            }
        }
        return null;
    }
}

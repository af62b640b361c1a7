package io.blink.state.table;

/**
 * Where a record lies: the number of its page and, in units of 8 bytes, its offset, packed in an int that is not negative. A record that is larger than a page has a page of its own.
 */
final class RecordAddress {
    static final int NONE = -1;
    static final int PAGE_SHIFT = 13;
    static final int UNIT_SHIFT = 3;
    static final int UNIT_MASK = (1 << PAGE_SHIFT) - 1;

    /** 64 KB: as far as an offset reaches. */
    static final int PAGE_BYTES_MAX = 1 << (PAGE_SHIFT + UNIT_SHIFT);

    /** Pages of one table and namespace. */
    static final int PAGES_MAX = 1 << (31 - PAGE_SHIFT);

    private RecordAddress() {}

    static int of(int page, int offset) {
        return page << PAGE_SHIFT | offset >>> UNIT_SHIFT;
    }

    static int page(int address) {
        return address >>> PAGE_SHIFT;
    }

    static int offset(int address) {
        return (address & UNIT_MASK) << UNIT_SHIFT;
    }
}

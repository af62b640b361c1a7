package io.blink.state.table;

/** Records of a batch, resolved to page and offset once, so that the loop over each field touches nothing else. Scratch, used by one thread. */
final class RecordPlaces {
    private byte[][] pages = new byte[0][];
    private int[] offsets = new int[0];

    byte[][] pages() {
        return pages;
    }

    int[] offsets() {
        return offsets;
    }

    void ensure(int count) {
        if (pages.length < count) {
            pages = new byte[count][];
            offsets = new int[count];
        }
    }

    /** {@link RecordAddress#NONE} becomes a page of {@code null}. */
    void resolve(RecordLog log, int[] addresses, int count) {
        ensure(count);
        byte[][] contents = log.contents();
        for (int i = 0; i < count; i++) {
            int address = addresses[i];
            if (address < 0) {
                pages[i] = null;
            } else {
                pages[i] = contents[RecordAddress.page(address)];
                offsets[i] = RecordAddress.offset(address);
            }
        }
    }

    /** Of the rows {@code rows[0 .. count)}. */
    void resolve(RecordLog log, int[] addresses, int[] rows, int count) {
        ensure(count);
        byte[][] contents = log.contents();
        for (int i = 0; i < count; i++) {
            int address = addresses[rows[i]];
            pages[i] = contents[RecordAddress.page(address)];
            offsets[i] = RecordAddress.offset(address);
        }
    }
}

package io.blink.state.record;

/** Records of a batch, resolved to page and offset once, so that the loop over each field touches nothing else. Scratch, used by one thread. */
public final class RecordPlaces {
    private byte[][] pages = new byte[0][];
    private int[] offsets = new int[0];

    public byte[][] pages() {
        return pages;
    }

    public int[] offsets() {
        return offsets;
    }

    public void ensure(int count) {
        if (pages.length < count) {
            pages = new byte[count][];
            offsets = new int[count];
        }
    }

    public void set(int i, byte[] page, int offset) {
        pages[i] = page;
        offsets[i] = offset;
    }
}

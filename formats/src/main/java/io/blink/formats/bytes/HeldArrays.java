package io.blink.formats.bytes;

/** The large arrays of one reader: taken from those that readers leave to each other, and counted while it holds them. Any thread. */
public final class HeldArrays {
    private final SpareArrays spare;
    private long bytes;
    private long bytesMost;

    public HeldArrays(SpareArrays spare) {
        this.spare = spare;
    }

    /** An array of at least {@code length} bytes, whatever they are. */
    public byte[] take(int length) {
        byte[] array = spare.take(length);
        count(array.length);
        return array;
    }

    /** Hands an array back that was taken here, which the caller does not touch any more. */
    public void give(byte[] array) {
        count(-array.length);
        spare.give(array);
    }

    private synchronized void count(long more) {
        bytes += more;
        bytesMost = Math.max(bytesMost, bytes);
    }

    /** Of the arrays that are held. */
    public synchronized long bytes() {
        return bytes;
    }

    /** The most that was ever held. */
    public synchronized long bytesMost() {
        return bytesMost;
    }
}

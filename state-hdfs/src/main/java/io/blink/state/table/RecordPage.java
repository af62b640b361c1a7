package io.blink.state.table;

import io.blink.core.hash.ValueHash;
import io.blink.state.checkpoint.KeyGroups;
import io.blink.state.checkpoint.StatePage;
import io.blink.state.record.RecordBytes;
import java.util.Arrays;

/** Records one behind the other. Written to in one version only; afterwards only its dead records change, and an I/O thread may read it. */
final class RecordPage implements StatePage {
    private final PageName name;
    private final byte[] bytes;
    private final long version;
    private final int keyGroups;
    private int number;
    private int used;
    private int liveBytes;
    private int sparseness = SparsePages.NOT_IN;
    private int sparsePosition;
    private long oldestMillis = Long.MAX_VALUE;
    private volatile DeadRecords dead;

    RecordPage(PageName name, byte[] bytes, long version, int keyGroups) {
        this.name = name;
        this.bytes = bytes;
        this.version = version;
        this.keyGroups = keyGroups;
    }

    byte[] bytes() {
        return bytes;
    }

    long version() {
        return version;
    }

    int used() {
        return used;
    }

    int liveBytes() {
        return liveBytes;
    }

    /** By which the log finds it. */
    int number() {
        return number;
    }

    void number(int newNumber) {
        number = newNumber;
    }

    /** Which of the lists of {@link SparsePages} it is in, or {@link SparsePages#NOT_IN}. */
    int sparseness() {
        return sparseness;
    }

    /** In that list. */
    int sparsePosition() {
        return sparsePosition;
    }

    void sparse(int newSparseness, int newPosition) {
        sparseness = newSparseness;
        sparsePosition = newPosition;
    }

    /** No record was last written before that. */
    long oldestMillis() {
        return oldestMillis;
    }

    void oldestMillis(long millis) {
        oldestMillis = millis;
    }

    DeadRecords dead() {
        return dead;
    }

    void dead(DeadRecords newDead) {
        dead = newDead;
    }

    boolean isDead(int offset) {
        DeadRecords now = dead;
        return now != null && now.contains(offset);
    }

    boolean hasRoom(int length) {
        return bytes.length - used >= length;
    }

    /** The offset of a new record. */
    int append(int length) {
        int offset = used;
        used += length;
        liveBytes += length;
        return offset;
    }

    /** A restored page, full of records. */
    void restored(int usedBytes, int restoredLiveBytes) {
        used = usedBytes;
        liveBytes = restoredLiveBytes;
    }

    void lose(int length) {
        liveBytes -= length;
    }

    @Override
    public PageName name() {
        return name;
    }

    @Override
    public Encoded encode() {
        return new Encoded(Arrays.copyOf(bytes, used), groups());
    }

    private KeyGroups groups() {
        int first = keyGroups;
        int last = -1;
        for (int record = 0; record < used; record += RecordBytes.length(bytes, record)) {
            int group = ValueHash.bucket(RecordBytes.hash(bytes, record), keyGroups);
            first = Math.min(first, group);
            last = Math.max(last, group);
        }
        return last < 0 ? KeyGroups.NONE : new KeyGroups(first, last);
    }
}

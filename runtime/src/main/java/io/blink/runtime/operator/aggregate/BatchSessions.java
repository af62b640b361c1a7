package io.blink.runtime.operator.aggregate;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The sessions of the rows of one batch, and what becomes of them beside those that are in state. Sessions of the batch are numbered by key and start; of those that turn out to be one the first stands
 * for all.
 */
final class BatchSessions {
    private final long gapMicros;
    private int count;
    private int[] sessionOfRow = new int[0];
    private int[] firstRow;
    private int[] keyOf;
    private int[] rowsOf;
    private int[] firstRowOfKey;
    private long[] starts;
    private long[] ends;
    private int[] united;
    private boolean[] late;
    private boolean[] grew;
    private int[] touched;
    private int[] touching;
    private int touchedCount;

    BatchSessions(long gapMicros) {
        this.gapMicros = gapMicros;
    }

    /** Finds the sessions of rows. @param keyOfRow numbers from 0, first come, first numbered */
    void find(int[] keyOfRow, int keys, long[] times, int rows) {
        int[] order = byKeyAndTime(keyOfRow, keys, times, rows);
        sessionOfRow = new int[rows];
        firstRow = new int[rows];
        keyOf = new int[rows];
        rowsOf = new int[rows];
        starts = new long[rows];
        ends = new long[rows];
        firstRowOfKey = new int[keys];
        count = 0;
        for (int i = 0; i < rows; i++) {
            int row = order[i];
            boolean newKey = i == 0 || keyOfRow[row] != keyOfRow[order[i - 1]];
            if (newKey) {
                firstRowOfKey[keyOfRow[row]] = row;
            }
            if (newKey || times[row] > ends[count - 1]) {
                firstRow[count] = row;
                keyOf[count] = keyOfRow[row];
                starts[count++] = times[row];
            }
            ends[count - 1] = times[row] + gapMicros;
            rowsOf[count - 1]++;
            sessionOfRow[row] = count - 1;
        }
    }

    /** Rows by key and then time. Rows of a key mostly come in order, or nearly so. */
    private static int[] byKeyAndTime(int[] keyOfRow, int keys, long[] times, int rows) {
        int[] next = new int[keys + 1];
        for (int i = 0; i < rows; i++) {
            next[keyOfRow[i] + 1]++;
        }
        for (int key = 0; key < keys; key++) {
            next[key + 1] += next[key];
        }
        int[] order = new int[rows];
        int[] filled = Arrays.copyOf(next, keys);
        for (int i = 0; i < rows; i++) {
            int key = keyOfRow[i];
            int at = filled[key]++;
            while (at > next[key] && times[order[at - 1]] > times[i]) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }

    /**
     * Finds which sessions of state and batch are one.
     *
     * @param storedEnds for each key where its sessions in state end among the entries
     */
    void unite(int[] storedEnds, long[] storedStart, long[] storedEnd, long watermark) {
        united = new int[count];
        late = new boolean[count];
        grew = new boolean[count];
        int stored = storedEnds.length == 0 ? 0 : storedEnds[storedEnds.length - 1];
        touched = new int[stored];
        touching = new int[stored];
        touchedCount = 0;
        int session = 0;
        while (session < count) {
            int key = keyOf[session];
            int to = session;
            while (to < count && keyOf[to] == key) {
                to++;
            }
            uniteKey(session, to, key == 0 ? 0 : storedEnds[key - 1], storedEnds[key], storedStart, storedEnd);
            session = to;
        }
        for (int i = 0; i < count; i++) {
            late[i] = ends[united[i]] <= watermark && watermark != Long.MIN_VALUE;
        }
        touched = Arrays.copyOf(touched, touchedCount);
        touching = Arrays.copyOf(touching, touchedCount);
    }

    /** Both sides ascend and neither has two that touch each other. */
    private void uniteKey(int from, int to, int storedFrom, int storedTo, long[] storedStart, long[] storedEnd) {
        int stored = storedFrom;
        int current = -1;
        for (int session = from; session < to; session++) {
            if (current >= 0 && starts[session] <= ends[current]) {
                ends[current] = Math.max(ends[current], ends[session]);
                united[session] = current;
            } else {
                united[session] = session;
                current = session;
            }
            while (stored < storedTo && storedEnd[stored] < starts[current]) {
                stored++;
            }
            while (stored < storedTo && storedStart[stored] <= ends[current]) {
                touched[touchedCount] = stored;
                touching[touchedCount++] = current;
                starts[current] = Math.min(starts[current], storedStart[stored]);
                ends[current] = Math.max(ends[current], storedEnd[stored]);
                grew[current] = true;
                stored++;
            }
        }
    }

    int count() {
        return count;
    }

    /** Of each row. */
    int[] sessionOfRow() {
        return sessionOfRow;
    }

    /** A row of each key. */
    int[] firstRowOfKey() {
        return firstRowOfKey;
    }

    /** A row of a session. */
    int firstRow(int session) {
        return firstRow[session];
    }

    long start(int session) {
        return starts[session];
    }

    long end(int session) {
        return ends[session];
    }

    /** The session that stands for one. */
    int united(int session) {
        return united[session];
    }

    boolean isLate(int row) {
        return late[sessionOfRow[row]];
    }

    int lateRows() {
        int rows = 0;
        for (int session = 0; session < count; session++) {
            rows += late[session] ? rowsOf[session] : 0;
        }
        return rows;
    }

    /** Sessions for which another one stands. */
    int[] absorbed() {
        return matching(session -> united[session] != session);
    }

    /** Sessions that stand for themselves, and are not late. */
    int[] remaining() {
        return matching(session -> united[session] == session && !late[session]);
    }

    /** Those of them that had nothing in state. */
    int[] begun() {
        return matching(session -> united[session] == session && !late[session] && !grew[session]);
    }

    private int[] matching(IntPredicate test) {
        int[] matching = new int[count];
        int found = 0;
        for (int session = 0; session < count; session++) {
            matching[found] = session;
            found += test.test(session) ? 1 : 0;
        }
        return Arrays.copyOf(matching, found);
    }

    /** Entries of state that are one with sessions of the batch, and those sessions. */
    int[] touched() {
        return touched;
    }

    int[] touching() {
        return touching;
    }
}

package io.blink.testing.exactlyonce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether each key's numbers come as 0, 1, 2, …: none missing, none twice, none out of order. One thread. */
public final class KeyedSequences {
    private static final int PROBLEMS_SHOWN = 20;

    private final String reader;
    private final long[] next;
    private final List<String> problems = new ArrayList<>();
    private long count;

    /** @param reader who reads them, for the messages @param keys from 0 on */
    public KeyedSequences(String reader, int keys) {
        this.reader = reader;
        this.next = new long[keys];
    }

    /** @param place where it was read, for the message */
    public void add(int key, long number, String place) {
        count++;
        if (number != next[key]) {
            String what = number < next[key] ? "comes again" : "comes too early";
            wrong("number " + number + " of key " + key + " " + what + " at " + place + ", where " + next[key]
                    + " is next");
        }
        next[key] = Math.max(next[key], number + 1);
    }

    /** Something else was wrong with what was read. */
    public void wrong(String what) {
        if (problems.size() < PROBLEMS_SHOWN) {
            problems.add(reader + ": " + what);
        }
    }

    /** How many numbers have come. */
    public long count() {
        return count;
    }

    /** The first that were wrong; of a whole reading also what is missing at the end. @param expected numbers of each key */
    public List<String> problems(long expected) {
        List<String> all = new ArrayList<>(problems);
        for (int key = 0; key < next.length; key++) {
            if (next[key] != expected) {
                all.add(reader + ": key " + key + " ends with " + next[key] + " numbers of " + expected);
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return reader + " has read " + count + " numbers, next are " + Arrays.toString(next);
    }
}

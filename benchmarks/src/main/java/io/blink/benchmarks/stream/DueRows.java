package io.blink.benchmarks.stream;

import java.util.Arrays;

/** When rows were due, microseconds since 1970, rows that follow each other with the same time as one run: millions of rows a second have thousands at the same one. For one thread at a time. */
final class DueRows {
    private static final int ROOM = 1024;

    private long[] micros;
    private int[] rows;
    private int runs;

    DueRows() {
        this(new long[ROOM], new int[ROOM], 0);
    }

    private DueRows(long[] micros, int[] rows, int runs) {
        this.micros = micros;
        this.rows = rows;
        this.runs = runs;
    }

    void add(long dueMicros, int count) {
        if (runs > 0 && micros[runs - 1] == dueMicros) {
            rows[runs - 1] += count;
            return;
        }
        if (runs == micros.length) {
            micros = Arrays.copyOf(micros, 2 * runs);
            rows = Arrays.copyOf(rows, 2 * runs);
        }
        micros[runs] = dueMicros;
        rows[runs] = count;
        runs++;
    }

    int runs() {
        return runs;
    }

    long micros(int run) {
        return micros[run];
    }

    int rows(int run) {
        return rows[run];
    }

    /** What was added since the last call. */
    DueRows take() {
        DueRows taken = new DueRows(Arrays.copyOf(micros, runs), Arrays.copyOf(rows, runs), runs);
        runs = 0;
        return taken;
    }
}

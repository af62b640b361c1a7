package io.blink.formats.orc.column;

/** Moves values that were read without NULLs to the rows that have them, in the array that they stand in. */
final class Spread {
    private Spread() {}

    static void spread(byte[] values, int present, boolean[] nulls, int rows) {
        int next = present;
        for (int i = rows - 1; i >= next && next > 0; i--) {
            values[i] = values[next - 1];
            next -= nulls[i] ? 0 : 1;
        }
    }

    static void spread(short[] values, int present, boolean[] nulls, int rows) {
        int next = present;
        for (int i = rows - 1; i >= next && next > 0; i--) {
            values[i] = values[next - 1];
            next -= nulls[i] ? 0 : 1;
        }
    }

    static void spread(int[] values, int present, boolean[] nulls, int rows) {
        int next = present;
        for (int i = rows - 1; i >= next && next > 0; i--) {
            values[i] = values[next - 1];
            next -= nulls[i] ? 0 : 1;
        }
    }

    static void spread(long[] values, int present, boolean[] nulls, int rows) {
        int next = present;
        for (int i = rows - 1; i >= next && next > 0; i--) {
            values[i] = values[next - 1];
            next -= nulls[i] ? 0 : 1;
        }
    }

    static void spread(float[] values, int present, boolean[] nulls, int rows) {
        int next = present;
        for (int i = rows - 1; i >= next && next > 0; i--) {
            values[i] = values[next - 1];
            next -= nulls[i] ? 0 : 1;
        }
    }

    static void spread(double[] values, int present, boolean[] nulls, int rows) {
        int next = present;
        for (int i = rows - 1; i >= next && next > 0; i--) {
            values[i] = values[next - 1];
            next -= nulls[i] ? 0 : 1;
        }
    }

    /** For each row the place of its value among those that are there; a row without one has that of another. */
    static int[] places(int present, boolean[] nulls, int rows) {
        int[] places = new int[rows];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            places[i] = Math.min(next, present - 1);
            next += nulls[i] ? 0 : 1;
        }
        return places;
    }
}

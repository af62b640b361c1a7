package io.blink.testing.tpcds;

import java.io.PrintStream;

/** Says each time another tenth of the pieces is written. Called by the generating threads. */
final class PieceCounter {
    private static final int TENTHS = 10;

    private final int pieces;
    private final PrintStream progress;
    private int done;

    PieceCounter(int pieces, PrintStream progress) {
        this.pieces = pieces;
        this.progress = progress;
    }

    synchronized TablePiece.Rows count(TablePiece.Rows rows) {
        int before = done * TENTHS / pieces;
        done++;
        int after = done * TENTHS / pieces;
        if (after > before) {
            progress.println(after * TENTHS + " % generated");
        }
        return rows;
    }
}

package io.blink.formats.orc.column;

import io.blink.formats.orc.stream.BitRuns;
import java.io.IOException;
import org.apache.orc.OrcProto;

/** Which rows of a column have a value. */
final class Presence {
    /** {@code null}: all have. */
    private final BitRuns bits;

    private boolean[] nulls;

    private Presence(BitRuns bits) {
        this.bits = bits;
    }

    static Presence of(StripeData stripe, int column) throws IOException {
        return stripe.hasStream(column, OrcProto.Stream.Kind.PRESENT)
                ? new Presence(new BitRuns(stripe.stream(column, OrcProto.Stream.Kind.PRESENT)))
                : new Presence(null);
    }

    /** Whether there may be a NULL. */
    boolean mayLack() {
        return bits != null;
    }

    /** How many of the next rows have a value. */
    int read(int rows) throws IOException {
        nulls = null;
        if (bits == null) {
            return rows;
        }
        boolean[] flags = new boolean[rows];
        int present = bits.readZeros(flags, rows);
        nulls = present == rows ? null : flags;
        return present;
    }

    /** Of the rows that were read last; {@code null}: none is NULL. */
    boolean[] nulls() {
        return nulls;
    }

    long skip(long rows) throws IOException {
        return bits == null ? rows : bits.skip(rows);
    }

    void seek(io.blink.formats.orc.stream.Positions positions) throws IOException {
        if (bits != null) {
            bits.seek(positions);
        }
    }
}

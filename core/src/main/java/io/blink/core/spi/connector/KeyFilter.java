package io.blink.core.spi.connector;

import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import java.util.List;

/**
 * What an operator above a scan says about one of its columns: a row whose value does not pass is of no use. Of a join it is the keys of its build side, of the first rows of an order
 * a bound. May pass values that are of no use, never the reverse; may become stricter while it is used, never less strict. Any thread.
 */
public interface KeyFilter {
    /** Index among the columns of the scan. */
    int column();

    /** The same for the column of another index. */
    KeyFilter at(int otherColumn);

    /** Whether no row is of use. */
    boolean passesNothing();

    /** Conjuncts over the columns of the scan that hold for each row of use by now, to be held against statistics; they cannot fail. Perhaps none. */
    List<Expression> conditions();

    /**
     * Keeps those of {@code positions[0 .. count)}, ascending, at which the value of {@code values} passes.
     *
     * @return how many, which are now the first
     */
    int select(Column values, int[] positions, int count);

    /** How often it has become stricter, at first from leaving nothing out: what it was seen to pass before says nothing about what it passes now. */
    default int strictness() {
        return 1;
    }

    /** Heap that it keeps alive. */
    long retainedBytes();
}

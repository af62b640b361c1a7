package io.blink.core.spi.connector;

import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import java.util.List;

/**
 * What the keys of a join's build side say about a column of the scan on its other side: a row whose value is not among them is of no use. May pass values that are not
 * among them, never the reverse. Immutable; any thread.
 */
public interface KeyFilter {
    /** Index among the columns of the scan. */
    int column();

    /** The same keys for the column of another index. */
    KeyFilter at(int otherColumn);

    /** Whether there are no keys, so that no row is of use. */
    boolean passesNothing();

    /** Conjuncts over the columns of the scan that hold for each row of use, to be held against statistics; they cannot fail. Perhaps none. */
    List<Expression> conditions();

    /**
     * Keeps those of {@code positions[0 .. count)}, ascending, at which the value of {@code values} may be a key.
     *
     * @return how many, which are now the first
     */
    int select(Column values, int[] positions, int count);

    /** Heap that it keeps alive. */
    long retainedBytes();
}

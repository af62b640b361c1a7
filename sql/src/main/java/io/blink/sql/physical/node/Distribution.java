package io.blink.sql.physical.node;

import java.util.ArrayList;
import java.util.List;

/** Which task of its vertex holds a row. */
public sealed interface Distribution {
    Distribution SINGLE = new Single();
    Distribution ARBITRARY = new Arbitrary();
    Distribution REPLICATED = new Replicated();

    /** One task holds all. */
    record Single() implements Distribution {}

    /** By the hash of these output columns, in this order. */
    record Hashed(List<Integer> columns) implements Distribution {
        public Hashed {
            columns = List.copyOf(columns);
        }
    }

    /** Anywhere, once. */
    record Arbitrary() implements Distribution {}

    /** Every task holds all. */
    record Replicated() implements Distribution {}

    default boolean isSingle() {
        return this instanceof Single;
    }

    /** Whether rows that agree in these columns lie in one task. */
    default boolean groups(List<Integer> columns) {
        return isSingle()
                || (this instanceof Hashed hashed
                        && !hashed.columns().isEmpty()
                        && columns.containsAll(hashed.columns()));
    }

    /** The same rows after a projection; {@code newPositions} gives for each old column its new place or -1. */
    default Distribution mapped(List<Integer> newPositions) {
        if (!(this instanceof Hashed hashed)) {
            return this;
        }
        List<Integer> columns = new ArrayList<>();
        for (int column : hashed.columns()) {
            if (newPositions.get(column) < 0) {
                return ARBITRARY;
            }
            columns.add(newPositions.get(column));
        }
        return new Hashed(columns);
    }
}

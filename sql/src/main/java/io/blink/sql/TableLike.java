package io.blink.sql;

import java.util.Set;

/** The LIKE of a CREATE TABLE. @param features what is taken over from the table beside its stored columns, where the statement has none of its own */
public record TableLike(ObjectName table, Set<TableFeature> features) {
    public TableLike {
        features = Set.copyOf(features);
    }
}

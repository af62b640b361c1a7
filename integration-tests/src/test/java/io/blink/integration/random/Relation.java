package io.blink.integration.random;

import java.util.List;

/**
 * What stands in FROM.
 *
 * @param columns that may be named
 * @param identity columns in which rows that differ at all differ
 */
record Relation(SqlText text, List<Scope.Column> columns, List<Scope.Column> identity) {
    /** Whether no two rows are alike: all of it comes from tables. */
    boolean isKeyed() {
        return identity.stream().allMatch(column -> column.text().blink().endsWith(".id"));
    }
}

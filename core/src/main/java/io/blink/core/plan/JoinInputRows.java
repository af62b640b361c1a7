package io.blink.core.plan;

import java.util.List;

/**
 * What a join of streams may rely on about the rows of one input.
 *
 * @param insertOnly whether rows only appear
 * @param uniqueKey columns that identify a row of the current content; empty: none known, so that rows are told apart by all of their columns
 */
public record JoinInputRows(boolean insertOnly, List<Integer> uniqueKey) {
    public JoinInputRows {
        uniqueKey = List.copyOf(uniqueKey);
    }
}

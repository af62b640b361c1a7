package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.plan.JoinType;
import io.blink.runtime.operator.kit.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Joins as a textbook has them: every left row meets every right row. Conditions are three-valued: TRUE, FALSE or {@code null}. */
final class JoinModel {
    /** The condition of a pair of rows. */
    interface Condition {
        Boolean test(List<Object> left, List<Object> right);
    }

    private JoinModel() {}

    /**
     * Joins.
     *
     * @param keys the comparison of keys
     * @param residual which pairs of equal keys count; for IN, which build rows are in the sub-query's result
     */
    static List<List<Object>> join(
            JoinType type,
            List<Batch> left,
            List<Batch> right,
            int rightWidth,
            int leftWidth,
            Condition keys,
            Condition residual) {
        List<List<Object>> rightRows = Rows.of(right);
        boolean[] rightMatched = new boolean[rightRows.size()];
        List<List<Object>> results = new ArrayList<>();
        for (List<Object> leftRow : Rows.of(left)) {
            boolean matched = false;
            boolean unknown = false;
            for (int i = 0; i < rightRows.size(); i++) {
                List<Object> rightRow = rightRows.get(i);
                Boolean equal = keys.test(leftRow, rightRow);
                if (!Boolean.FALSE.equals(equal) && Boolean.TRUE.equals(residual.test(leftRow, rightRow))) {
                    unknown |= equal == null;
                    if (equal != null) {
                        matched = true;
                        rightMatched[i] = true;
                        if (type.emitsRightColumns()) {
                            results.add(concat(leftRow, rightRow));
                        }
                    }
                }
            }
            addRow(type, leftRow, matched, unknown, rightWidth, results);
        }
        if (type == JoinType.RIGHT || type == JoinType.FULL) {
            for (int i = 0; i < rightMatched.length; i++) {
                if (!rightMatched[i]) {
                    results.add(concat(Collections.nCopies(leftWidth, null), rightRows.get(i)));
                }
            }
        }
        return results;
    }

    private static void addRow(
            JoinType type,
            List<Object> row,
            boolean matched,
            boolean unknown,
            int rightWidth,
            List<List<Object>> results) {
        switch (type) {
            case LEFT, FULL -> {
                if (!matched) {
                    results.add(concat(row, Collections.nCopies(rightWidth, null)));
                }
            }
            case SEMI -> {
                if (matched) {
                    results.add(row);
                }
            }
            case ANTI -> {
                if (!matched) {
                    results.add(row);
                }
            }
            case NULL_AWARE_ANTI -> {
                if (!matched && !unknown) {
                    results.add(row);
                }
            }
            case MARK ->
                results.add(concat(row, Collections.singletonList(matched ? (Long) 1L : unknown ? null : (Long) 0L)));
            case INNER, RIGHT -> {}
        }
    }

    private static List<Object> concat(List<Object> left, List<Object> right) {
        List<Object> row = new ArrayList<>(left);
        row.addAll(right);
        return row;
    }
}

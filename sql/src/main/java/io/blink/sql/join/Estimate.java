package io.blink.sql.join;

import java.util.Arrays;

/**
 * What is thought of a relation's rows.
 *
 * @param distinct for each column how many different values there are, or NaN
 * @param baseRows for each column the rows of the table it comes from before any filter, or NaN
 */
public record Estimate(double rows, double[] distinct, double[] baseRows) {
    static Estimate unknownColumns(double rows, int columns) {
        double[] unknown = new double[columns];
        Arrays.fill(unknown, Double.NaN);
        return new Estimate(Math.max(1, rows), unknown, unknown.clone());
    }

    Estimate withRows(double newRows) {
        double atLeastOne = Math.max(1, newRows);
        double[] fewer = distinct.clone();
        for (int i = 0; i < fewer.length; i++) {
            fewer[i] = Math.min(fewer[i], atLeastOne);
        }
        return new Estimate(atLeastOne, fewer, baseRows);
    }
}

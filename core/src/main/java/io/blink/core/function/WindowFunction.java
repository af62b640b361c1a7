package io.blink.core.function;

/** Functions that need OVER, beside the aggregates. The arguments stand behind each. */
public enum WindowFunction {
    /** BIGINT; no argument. */
    ROW_NUMBER,
    /** BIGINT; no argument. */
    RANK,
    /** BIGINT; no argument. */
    DENSE_RANK,
    /** DOUBLE: (rank - 1) / (rows - 1), 0 of an only row; no argument. */
    PERCENT_RANK,
    /** DOUBLE: rows up to the last peer / rows; no argument. */
    CUME_DIST,
    /** BIGINT: 1 to buckets, the first ones one row larger; buckets, an integer above 0. */
    NTILE,
    /** The value of an earlier row of the partition; value, rows back (an integer, at least 0), default (of the value's type) where there is no such row. */
    LAG,
    /** The same of a later row. */
    LEAD,
    /** The value in the frame's first row; NULL in an empty frame; value. */
    FIRST_VALUE,
    /** The value in the frame's last row; value. */
    LAST_VALUE,
    /** The value in the frame's n-th row, NULL if it has fewer; value, n (an integer above 0). */
    NTH_VALUE
}

package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Column;
import java.util.List;

/** Gets the arguments of rows that come and go, by group number. */
interface ArgumentTaker {
    /** Adds row i to group {@code groups[i]}. @param arguments flat */
    void add(int[] groups, int rows, List<Column> arguments);

    void retract(int[] groups, int rows, List<Column> arguments);
}

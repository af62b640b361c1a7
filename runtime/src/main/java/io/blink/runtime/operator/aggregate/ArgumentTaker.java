package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import java.util.List;

/** Gets the arguments of rows that come and go, by group number. */
public interface ArgumentTaker {
    /** Whether rows with a NULL argument count. */
    boolean takesNulls();

    /** Adds row i, for i below {@code rows}, to group {@code groups[i]}. @param arguments flat */
    void add(int[] groups, int rows, List<Column> arguments);

    /** Takes rows back that were added before. */
    void retract(int[] groups, int rows, List<Column> arguments);
}

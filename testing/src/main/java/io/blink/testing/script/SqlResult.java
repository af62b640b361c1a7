package io.blink.testing.script;

import io.blink.core.type.DataType;
import java.util.List;

/**
 * All rows of a statement.
 *
 * @param rows values as the command line prints them in CSV, without quotes; null is NULL
 */
public record SqlResult(List<DataType> types, List<List<String>> rows) {
    /** Of a statement that returns nothing. */
    public static final SqlResult EMPTY = new SqlResult(List.of(), List.of());
}

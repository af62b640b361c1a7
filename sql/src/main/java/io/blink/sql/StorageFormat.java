package io.blink.sql;

import java.util.Map;
import java.util.Optional;

/**
 * Hive's ROW FORMAT and STORED AS.
 *
 * @param storedAs the name after STORED AS, as written
 * @param delimiters Hive's SerDe properties ({@code field.delim}, {@code escape.delim}, {@code collection.delim}, {@code mapkey.delim}, {@code
 *     line.delim}, {@code serialization.null.format}) of ROW FORMAT DELIMITED, escapes resolved
 */
public record StorageFormat(
        Optional<String> storedAs,
        Optional<String> inputFormat,
        Optional<String> outputFormat,
        Optional<String> serde,
        Map<String, String> serdeProperties,
        boolean delimited,
        Map<String, String> delimiters) {
    /** What a table without any of the clauses has. */
    public static final StorageFormat UNSPECIFIED = new StorageFormat(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), false, Map.of());

    public boolean isUnspecified() {
        return equals(UNSPECIFIED);
    }
}

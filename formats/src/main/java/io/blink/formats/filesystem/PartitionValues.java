package io.blink.formats.filesystem;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.csv.TextParser;
import java.time.ZoneId;

/** The value of a partition key as a column of one value. */
final class PartitionValues {
    private PartitionValues() {}

    static Column column(Field key, FileSplit split, ZoneId zone) {
        String text = split.partition().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(key.name()) && entry.getValue() != null)
                .map(java.util.Map.Entry::getValue)
                .findFirst()
                .orElse(null);
        ColumnBuilder builder = ColumnBuilder.of(key.type(), 1);
        if (text == null) {
            builder.appendNull();
            return builder.build();
        }
        try {
            TextParser.of(key.type(), zone).parse(text, builder);
        } catch (IllegalArgumentException | java.time.DateTimeException | ArithmeticException e) {
            throw new BlinkException(
                    FormatErrorCode.COLUMN_TYPE_MISMATCH,
                    "The folder of " + split.path() + " gives partition key '" + key.name() + "' the value '" + text
                            + "', which cannot be read as " + key.type(),
                    e);
        }
        return builder.build();
    }
}

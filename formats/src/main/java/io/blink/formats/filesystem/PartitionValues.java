package io.blink.formats.filesystem;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.csv.TextParser;
import java.time.ZoneId;
import java.util.Map;

/** The value of a partition key as a column of one value. */
final class PartitionValues {
    private PartitionValues() {}

    static Column column(Field key, FileSplit split, ZoneId zone) {
        String text = text(key, split);
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

    /** {@code null} where the folder says so; a file that lies in no folder of the key has no value for it. */
    private static String text(Field key, FileSplit split) {
        for (Map.Entry<String, String> folder : split.partition().entrySet()) {
            if (folder.getKey().equalsIgnoreCase(key.name())) {
                return folder.getValue();
            }
        }
        throw new BlinkException(
                FormatErrorCode.COLUMN_TYPE_MISMATCH,
                "The folders of " + split.path() + " give no value for partition key '" + key.name() + "': they name "
                        + (split.partition().isEmpty()
                                ? "none"
                                : split.partition().keySet())
                        + ". Declare the table PARTITIONED BY what they name, or move the file into a folder "
                        + key.name() + "=…");
    }
}

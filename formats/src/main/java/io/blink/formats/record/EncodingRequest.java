package io.blink.formats.record;

import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What to write into each record.
 *
 * @param fields names and types, in order
 * @param columns for each field the column of the batch that has its values
 * @param timeZone the session's
 * @param options of the table
 */
public record EncodingRequest(List<Field> fields, List<Integer> columns, ZoneId timeZone, Configuration options) {
    public EncodingRequest {
        fields = List.copyOf(fields);
        columns = List.copyOf(columns);
    }

    /** For the lines of a file, of all columns in their order. */
    public static EncodingRequest ofFile(List<Field> fields, Configuration options) {
        return new EncodingRequest(
                fields, IntStream.range(0, fields.size()).boxed().toList(), ZoneOffset.UTC, options);
    }
}

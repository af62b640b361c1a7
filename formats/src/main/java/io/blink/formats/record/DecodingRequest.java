package io.blink.formats.record;

import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/**
 * What to read of each record.
 *
 * @param fields what records hold, in order; formats without names of their own go by this order
 * @param wanted indices of {@code fields}, in the order of the columns to fill
 * @param timeZone the session's, for texts of TIMESTAMP_LTZ that name none
 * @param options of the table
 * @param metadata what the format says of records besides their fields ({@link RecordFormat#metadata}), by key and with the columns' types, as columns behind those of the fields
 */
public record DecodingRequest(
        List<Field> fields, List<Integer> wanted, ZoneId timeZone, Configuration options, List<Field> metadata) {
    public DecodingRequest {
        fields = List.copyOf(fields);
        wanted = List.copyOf(wanted);
        metadata = List.copyOf(metadata);
    }

    public DecodingRequest(List<Field> fields, List<Integer> wanted, ZoneId timeZone, Configuration options) {
        this(fields, wanted, timeZone, options, List.of());
    }

    /** The columns of fields to fill. */
    public List<Field> columns() {
        return wanted.stream().map(fields::get).toList();
    }

    /** All columns to fill. */
    public List<Field> allColumns() {
        return Stream.concat(columns().stream(), metadata.stream()).toList();
    }
}

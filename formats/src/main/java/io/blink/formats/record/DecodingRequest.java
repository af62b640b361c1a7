package io.blink.formats.record;

import io.blink.core.config.Configuration;
import io.blink.core.type.Field;
import java.time.ZoneId;
import java.util.List;

/**
 * What to read of each record.
 *
 * @param fields what records hold, in order; formats without names of their own go by this order
 * @param wanted indices of {@code fields}, in the order of the columns to fill
 * @param timeZone the session's, for texts of TIMESTAMP_LTZ that name none
 * @param options of the table
 */
public record DecodingRequest(List<Field> fields, List<Integer> wanted, ZoneId timeZone, Configuration options) {
    public DecodingRequest {
        fields = List.copyOf(fields);
        wanted = List.copyOf(wanted);
    }

    /** The columns to fill. */
    public List<Field> columns() {
        return wanted.stream().map(fields::get).toList();
    }
}

package io.blink.client.result;

import java.io.PrintStream;
import java.time.ZoneId;

/** How results are printed. */
public enum ResultFormat {
    /** Aligned columns for people. */
    TABLE,
    /** RFC 4180 with a header line for each result; NULL is an empty field and the empty string {@code ""}. */
    CSV,
    /** One JSON object a row and line. */
    JSON;

    /** @param timeZone of TIMESTAMP_LTZ values */
    public ResultPrinter printer(PrintStream target, ZoneId timeZone) {
        return switch (this) {
            case TABLE -> new TablePrinter(target, timeZone);
            case CSV -> new CsvPrinter(target, timeZone);
            case JSON -> new JsonPrinter(target, timeZone);
        };
    }
}

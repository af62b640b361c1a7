package io.blink.sql.validate;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What to write instead of functions of other dialects that are none here, or none where one value is expected. */
final class OtherFunctions {
    private static final String ROWS =
            " that gives one value; it gives rows: write it behind FROM, as LATERAL VIEW %s(…) t AS x or CROSS JOIN UNNEST(…) AS t (x)";
    private static final String LAMBDA = "; functions of lambdas are not known: UNNEST the array in a sub-query";

    private static final Map<String, String> ADVICE = Map.ofEntries(
            Map.entry("EXPLODE", ROWS),
            Map.entry("EXPLODE_OUTER", "; write LATERAL VIEW OUTER EXPLODE(…) t AS x behind FROM"),
            Map.entry("POSEXPLODE", ROWS),
            Map.entry("INLINE", ROWS),
            Map.entry("STACK", ROWS),
            Map.entry("JSON_TUPLE", ROWS),
            Map.entry("TRANSFORM", LAMBDA),
            Map.entry("AGGREGATE", LAMBDA),
            Map.entry("REDUCE", LAMBDA),
            Map.entry("FORALL", LAMBDA),
            Map.entry("PROCTIME", "; there is no processing time: CURRENT_TIMESTAMP is the statement's start"),
            Map.entry("SOURCE_WATERMARK", "; write the watermark's expression"));

    private OtherFunctions() {}

    /** Goes on behind the name of the function. */
    static Optional<String> advice(String function) {
        return Optional.ofNullable(ADVICE.get(function.toUpperCase(Locale.ROOT)))
                .map(advice -> String.format(advice, function));
    }
}

package io.blink.formats.json;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.List;

/**
 * How JSON is read and written.
 *
 * @param ignoreErrors a value that does not fit is NULL, and a record that is no JSON is left out
 * @param failOnMissing a field that a record lacks makes it malformed; else the column is NULL
 * @param isoTimestamps {@code T} between date and time is written; both are read
 * @param nullKeys what becomes of a map's entry whose key is NULL, where it is written
 * @param nullKeyText the key that is written in its place
 * @param leavesNullsOut whether a column that is NULL is not written
 */
public record JsonOptions(
        boolean ignoreErrors,
        boolean failOnMissing,
        boolean isoTimestamps,
        NullKeys nullKeys,
        String nullKeyText,
        boolean leavesNullsOut) {
    public enum NullKeys {
        FAIL,
        DROP,
        LITERAL
    }

    /** The options of a format whose keys begin with {@code prefix} and a point. */
    public static List<ConfigOption<?>> all(String prefix) {
        return List.of(
                ignoreErrorsOption(prefix),
                missingOption(prefix),
                timestampOption(prefix),
                nullKeysOption(prefix),
                nullKeyTextOption(prefix),
                leavesNullsOutOption(prefix),
                ConfigOption.bool(
                        prefix + ".encode.decimal-as-plain-number",
                        "true",
                        "Accepted; decimals are always written without an exponent"),
                ConfigOption.bool(prefix + ".decode.json-parser.enabled", "true", "Accepted; there is one parser"));
    }

    public static JsonOptions of(String prefix, Configuration options) {
        boolean ignoreErrors = options.get(ignoreErrorsOption(prefix));
        boolean failOnMissing = options.get(missingOption(prefix));
        if (ignoreErrors && failOnMissing) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + ignoreErrorsOption(prefix).key() + "' and '"
                            + missingOption(prefix).key() + "' cannot both be true.");
        }
        return new JsonOptions(
                ignoreErrors,
                failOnMissing,
                options.get(timestampOption(prefix)),
                options.get(nullKeysOption(prefix)),
                options.get(nullKeyTextOption(prefix)),
                options.get(leavesNullsOutOption(prefix)));
    }

    private static ConfigOption<Boolean> ignoreErrorsOption(String prefix) {
        return ConfigOption.bool(
                prefix + ".ignore-parse-errors",
                "false",
                "Whether a value that does not fit its column becomes NULL, and a record that cannot be read at all is left out");
    }

    private static ConfigOption<Boolean> missingOption(String prefix) {
        return ConfigOption.bool(
                prefix + ".fail-on-missing-field", "false", "Whether a record without one of the columns is an error");
    }

    private static ConfigOption<Boolean> timestampOption(String prefix) {
        return new ConfigOption<>(
                prefix + ".timestamp-format.standard",
                JsonOptions::isIso,
                "SQL",
                "How timestamps are written: SQL (2024-01-01 12:00:00.5) or ISO-8601 (2024-01-01T12:00:00.5); both are read",
                List.of());
    }

    private static Boolean isIso(String text) {
        return switch (text.toUpperCase(java.util.Locale.ROOT)) {
            case "SQL" -> false;
            case "ISO-8601" -> true;
            default -> throw new IllegalArgumentException("SQL or ISO-8601 is expected");
        };
    }

    private static ConfigOption<NullKeys> nullKeysOption(String prefix) {
        return ConfigOption.choice(
                prefix + ".map-null-key.mode",
                NullKeys.class,
                "FAIL",
                "What becomes of an entry of a MAP whose key is NULL when it is written: FAIL, DROP or LITERAL");
    }

    private static ConfigOption<String> nullKeyTextOption(String prefix) {
        return ConfigOption.string(
                prefix + ".map-null-key.literal", "null", "The key that is written in its place with LITERAL");
    }

    private static ConfigOption<Boolean> leavesNullsOutOption(String prefix) {
        return ConfigOption.bool(
                prefix + ".encode.ignore-null-fields", "false", "Whether a column that is NULL is not written");
    }
}

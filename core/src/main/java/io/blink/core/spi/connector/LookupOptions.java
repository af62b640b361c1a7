package io.blink.core.spi.connector;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.LookupCaching;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Options of tables that streams look rows up in (FOR SYSTEM_TIME AS OF a processing time). */
public final class LookupOptions {
    /** The key that Hive tables have it by elsewhere. */
    public static final ConfigOption<Duration> CACHE_TTL = ConfigOption.duration(
            "lookup.join.cache.ttl",
            "60 min",
            "How old the copy of a table may be that workers look rows up in; then it is read anew");

    public static final ConfigOption<LookupCacheMode> CACHE = ConfigOption.choice(
            "lookup.cache",
            LookupCacheMode.class,
            "NONE",
            "What streams keep of a table that they look rows up in: none, partial (the rows of keys that were asked for lately) or full (a copy of the table)");

    public static final ConfigOption<Long> MAX_ROWS = ConfigOption.longInteger(
            "lookup.partial-cache.max-rows",
            "100000",
            "Rows and keys that a task keeps with lookup.cache = partial",
            "lookup.cache.max-rows");

    public static final ConfigOption<Duration> AFTER_WRITE = ConfigOption.duration(
            "lookup.partial-cache.expire-after-write",
            "0 s",
            "How old an answer may be that is kept; 0: any age",
            "lookup.cache.ttl");

    public static final ConfigOption<Duration> AFTER_ACCESS = ConfigOption.duration(
            "lookup.partial-cache.expire-after-access",
            "0 s",
            "How long an answer is kept that nobody asks for; 0: while there is room");

    public static final ConfigOption<Boolean> MISSING_KEYS = ConfigOption.bool(
            "lookup.partial-cache.cache-missing-key",
            "true",
            "Whether it is kept too that a key has no rows",
            "lookup.cache.caching-missing-key");

    public static final ConfigOption<Integer> RETRIES = ConfigOption.integer(
            "lookup.max-retries", "3", "How often a request is sent again after the connection broke");

    private LookupOptions() {}

    /** Options of a connector with a {@link LookupSource}. */
    public static List<ConfigOption<?>> all() {
        return List.of(CACHE, MAX_ROWS, AFTER_WRITE, AFTER_ACCESS, MISSING_KEYS, RETRIES, CACHE_TTL);
    }

    /** As set; with an older key of what is kept, which there were before the mode, {@link LookupCacheMode#PARTIAL}. */
    public static LookupCacheMode cacheMode(Configuration options) {
        boolean olderKeys = Stream.of(MAX_ROWS, AFTER_WRITE)
                .flatMap(option -> option.aliases().stream())
                .anyMatch(options.asMap()::containsKey);
        return olderKeys && !options.contains(CACHE) ? LookupCacheMode.PARTIAL : options.get(CACHE);
    }

    /** What is kept in mode {@link LookupCacheMode#PARTIAL}. @param table for messages */
    public static LookupCaching caching(String table, Configuration options) {
        long rowsMax = options.get(MAX_ROWS);
        if (rowsMax < 1) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "Table " + table + ": '" + MAX_ROWS.key() + "' = " + rowsMax
                            + " must be 1 or more; to keep nothing, set '" + CACHE.key() + "' = 'NONE'.");
        }
        return new LookupCaching(
                rowsMax,
                options.get(AFTER_WRITE).toMillis(),
                options.get(AFTER_ACCESS).toMillis(),
                options.get(MISSING_KEYS));
    }
}

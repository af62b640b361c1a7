package io.blink.core.spi.connector;

import io.blink.core.config.ConfigOption;
import java.time.Duration;

/** Options of tables that streams look rows up in (FOR SYSTEM_TIME AS OF a processing time). */
public final class LookupOptions {
    /** The key that Hive tables have it by elsewhere. */
    public static final ConfigOption<Duration> CACHE_TTL = ConfigOption.duration(
            "lookup.join.cache.ttl",
            "60 min",
            "How old the copy of a table may be that workers look rows up in; then it is read anew");

    private LookupOptions() {}
}

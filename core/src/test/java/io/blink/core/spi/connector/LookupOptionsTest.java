package io.blink.core.spi.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LookupOptionsTest {
    @Test
    void olderKeysMeanAPartialCache() {
        Configuration older = new Configuration(Map.of("lookup.cache.max-rows", "7", "lookup.cache.ttl", "1 min"));
        assertThat(LookupOptions.cacheMode(older)).isEqualTo(LookupCacheMode.PARTIAL);
        assertThat(LookupOptions.caching("t", older).rowsMax()).isEqualTo(7);
        assertThat(LookupOptions.cacheMode(older.with("lookup.cache", "full"))).isEqualTo(LookupCacheMode.FULL);
        assertThat(LookupOptions.cacheMode(Configuration.empty().with("lookup.partial-cache.max-rows", "7")))
                .isEqualTo(LookupCacheMode.NONE);
    }
}

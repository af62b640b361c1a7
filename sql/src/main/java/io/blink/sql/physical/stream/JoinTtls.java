package io.blink.sql.physical.stream;

import io.blink.core.config.Configuration;
import io.blink.sql.SqlOptions;
import io.blink.sql.hint.StateTtlHint;
import java.time.Duration;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;

/** How long a join keeps the rows of each of its sides. */
record JoinTtls(long leftMillis, long rightMillis) {
    /** As hints say, else as the settings do. */
    static JoinTtls of(Join join, Configuration settings) {
        return new JoinTtls(millis(join.getLeft(), settings), millis(join.getRight(), settings));
    }

    private static long millis(RelNode side, Configuration settings) {
        Duration ttl =
                StateTtlHint.of(side).map(StateTtlHint::duration).orElseGet(() -> settings.get(SqlOptions.STATE_TTL));
        return ttl.toMillis();
    }
}

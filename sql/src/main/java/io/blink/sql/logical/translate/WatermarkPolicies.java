package io.blink.sql.logical.translate;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.core.plan.WatermarkEmission;
import io.blink.core.spi.catalog.WatermarkOptions;
import io.blink.core.spi.catalog.WatermarkOptions.EmitStrategy;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlOptions;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.logical.window.LogicalWatermark;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** What a table's {@code scan.watermark.} options say about its watermark; where they say nothing, the settings do. */
final class WatermarkPolicies {
    private final Configuration settings;

    WatermarkPolicies(Configuration settings) {
        this.settings = settings;
    }

    LogicalWatermark.Policy of(BlinkTable table, long delayMicros) {
        Configuration options = new Configuration(table.definition().options());
        if (delayMicros == OperatorSpec.AssignWatermark.FROM_SOURCE) {
            if (options.contains(WatermarkOptions.ALIGNMENT_GROUP)) {
                throw invalid(table, "needs a watermark of its rows; SOURCE_WATERMARK() follows the source's order");
            }
            return new LogicalWatermark.Policy(delayMicros, 0, null, null);
        }
        long idleMillis = options.optional(WatermarkOptions.IDLE_TIMEOUT)
                .orElseGet(() -> settings.get(SqlOptions.SOURCE_IDLE_TIMEOUT))
                .toMillis();
        return new LogicalWatermark.Policy(delayMicros, idleMillis, emission(options), alignment(table, options));
    }

    private WatermarkEmission emission(Configuration options) {
        if (options.get(WatermarkOptions.EMIT_STRATEGY) == EmitStrategy.ON_PERIODIC) {
            return new WatermarkEmission(
                    0, settings.get(SqlOptions.AUTO_WATERMARK_INTERVAL).toMillis());
        }
        int gap = options.get(WatermarkOptions.EMIT_GAP);
        return gap <= 1 ? null : new WatermarkEmission(gap, 0);
    }

    private static WatermarkAlignment alignment(BlinkTable table, Configuration options) {
        Optional<String> group = options.optional(WatermarkOptions.ALIGNMENT_GROUP);
        Optional<Duration> drift = options.optional(WatermarkOptions.ALIGNMENT_DRIFT);
        if (group.isEmpty() && drift.isEmpty()) {
            return null;
        }
        if (group.isEmpty() || drift.isEmpty()) {
            throw invalid(
                    table,
                    "needs both '" + WatermarkOptions.ALIGNMENT_GROUP.key() + "' and '"
                            + WatermarkOptions.ALIGNMENT_DRIFT.key() + "'");
        }
        long interval = options.get(WatermarkOptions.ALIGNMENT_INTERVAL).toMillis();
        if (interval <= 0) {
            throw invalid(table, "needs a '" + WatermarkOptions.ALIGNMENT_INTERVAL.key() + "' above 0");
        }
        return new WatermarkAlignment(
                group.get(), TimeUnit.MILLISECONDS.toMicros(drift.get().toMillis()), interval);
    }

    private static BlinkException invalid(BlinkTable table, String what) {
        return new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                "The alignment of the watermark of " + table.definition().path() + " " + what);
    }
}

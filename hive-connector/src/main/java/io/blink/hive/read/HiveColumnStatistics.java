package io.blink.hive.read;

import io.blink.core.spi.connector.TableStatistics.ColumnStatistics;
import io.blink.hive.metastore.MetastoreColumnStatistics;
import io.blink.hive.metastore.MetastoreColumnStatistics.Booleans;
import io.blink.hive.metastore.MetastoreColumnStatistics.Bytes;
import io.blink.hive.metastore.MetastoreColumnStatistics.Dates;
import io.blink.hive.metastore.MetastoreColumnStatistics.Decimals;
import io.blink.hive.metastore.MetastoreColumnStatistics.Doubles;
import io.blink.hive.metastore.MetastoreColumnStatistics.Longs;
import io.blink.hive.metastore.MetastoreColumnStatistics.Texts;
import io.blink.hive.metastore.MetastoreColumnStatistics.Timestamps;
import io.blink.hive.metastore.MetastoreColumnStatistics.Values;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;

/** The metastore's column statistics in the planner's terms. */
final class HiveColumnStatistics {
    /** Bounds as numbers to merge; the text of a literal is made from them at the end. */
    private record Range(BigDecimal low, BigDecimal high) {}

    private HiveColumnStatistics() {}

    static ColumnStatistics of(MetastoreColumnStatistics column) {
        return merged(List.of(column), 1);
    }

    /**
     * Of a sample of a table's partitions: values may repeat between partitions, so the largest number of distinct values stands for all; nulls add up.
     *
     * @param partitionCount of the whole table
     */
    static ColumnStatistics merged(List<MetastoreColumnStatistics> parts, int partitionCount) {
        long distinct = -1;
        long nulls = 0;
        boolean nullsKnown = true;
        BigDecimal low = null;
        BigDecimal high = null;
        double averageBytes = -1;
        long maximalBytes = -1;
        for (MetastoreColumnStatistics part : parts) {
            distinct = Math.max(distinct, distinct(part.values()));
            nullsKnown &= part.nulls().isPresent();
            nulls += part.nulls().orElse(0);
            Range range = range(part.values());
            low = range.low() == null || (low != null && low.compareTo(range.low()) <= 0) ? low : range.low();
            high = range.high() == null || (high != null && high.compareTo(range.high()) >= 0) ? high : range.high();
            averageBytes = Math.max(averageBytes, averageBytes(part.values()));
            maximalBytes = Math.max(maximalBytes, maximalBytes(part.values()));
        }
        Values kind = parts.get(0).values();
        return new ColumnStatistics(
                distinct,
                nullsKnown ? nulls * partitionCount / parts.size() : -1,
                text(low, kind),
                text(high, kind),
                averageBytes,
                maximalBytes);
    }

    private static long distinct(Values values) {
        OptionalLong distinct = OptionalLong.empty();
        if (values instanceof Longs longs) {
            distinct = longs.distinct();
        } else if (values instanceof Doubles doubles) {
            distinct = doubles.distinct();
        } else if (values instanceof Decimals decimals) {
            distinct = decimals.distinct();
        } else if (values instanceof Dates dates) {
            distinct = dates.distinct();
        } else if (values instanceof Timestamps timestamps) {
            distinct = timestamps.distinct();
        } else if (values instanceof Texts texts) {
            distinct = texts.distinct();
        } else if (values instanceof Booleans) {
            distinct = OptionalLong.of(2);
        }
        return distinct.orElse(-1);
    }

    private static Range range(Values values) {
        if (values instanceof Longs longs) {
            return new Range(number(longs.low()), number(longs.high()));
        }
        if (values instanceof Doubles doubles) {
            return new Range(
                    doubles.low().isPresent() && Double.isFinite(doubles.low().getAsDouble())
                            ? BigDecimal.valueOf(doubles.low().getAsDouble())
                            : null,
                    doubles.high().isPresent() && Double.isFinite(doubles.high().getAsDouble())
                            ? BigDecimal.valueOf(doubles.high().getAsDouble())
                            : null);
        }
        if (values instanceof Decimals decimals) {
            return new Range(decimals.low().orElse(null), decimals.high().orElse(null));
        }
        if (values instanceof Dates dates) {
            return new Range(
                    dates.low()
                            .map(LocalDate::toEpochDay)
                            .map(BigDecimal::valueOf)
                            .orElse(null),
                    dates.high()
                            .map(LocalDate::toEpochDay)
                            .map(BigDecimal::valueOf)
                            .orElse(null));
        }
        if (values instanceof Timestamps timestamps) {
            return new Range(micros(timestamps.lowSeconds()), micros(timestamps.highSeconds()));
        }
        return new Range(null, null);
    }

    private static BigDecimal number(OptionalLong value) {
        return value.isPresent() ? BigDecimal.valueOf(value.getAsLong()) : null;
    }

    private static BigDecimal micros(OptionalLong seconds) {
        return seconds.isPresent() ? BigDecimal.valueOf(seconds.getAsLong()).movePointRight(6) : null;
    }

    private static String text(BigDecimal value, Values kind) {
        if (value == null) {
            return null;
        }
        return kind instanceof Doubles ? Double.toString(value.doubleValue()) : value.toPlainString();
    }

    private static long maximalBytes(Values values) {
        if (values instanceof Texts texts) {
            return texts.lengthMax();
        }
        return values instanceof Bytes bytes ? bytes.lengthMax() : -1;
    }

    private static double averageBytes(Values values) {
        if (values instanceof Texts texts) {
            return texts.lengthAverage();
        }
        return values instanceof Bytes bytes ? bytes.lengthAverage() : -1;
    }
}

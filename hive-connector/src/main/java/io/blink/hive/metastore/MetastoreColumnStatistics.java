package io.blink.hive.metastore;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** What the metastore knows about one column's values; {@code type} is Hive's type text. */
public record MetastoreColumnStatistics(String column, String type, OptionalLong nulls, Values values) {
    public MetastoreColumnStatistics {
        requireNonNull(column, "column");
        requireNonNull(type, "type");
        requireNonNull(nulls, "nulls");
        requireNonNull(values, "values");
    }

    /** The figures that depend on the column's type. */
    public sealed interface Values permits Longs, Doubles, Decimals, Dates, Timestamps, Texts, Bytes, Booleans {}

    public record Longs(OptionalLong low, OptionalLong high, OptionalLong distinct) implements Values {}

    public record Doubles(OptionalDouble low, OptionalDouble high, OptionalLong distinct) implements Values {}

    public record Decimals(Optional<BigDecimal> low, Optional<BigDecimal> high, OptionalLong distinct)
            implements Values {}

    public record Dates(Optional<LocalDate> low, Optional<LocalDate> high, OptionalLong distinct) implements Values {}

    /** Bounds in seconds since 1970. */
    public record Timestamps(OptionalLong lowSeconds, OptionalLong highSeconds, OptionalLong distinct)
            implements Values {}

    public record Texts(long lengthMax, double lengthAverage, OptionalLong distinct) implements Values {}

    public record Bytes(long lengthMax, double lengthAverage) implements Values {}

    public record Booleans(long trues, long falses) implements Values {}
}

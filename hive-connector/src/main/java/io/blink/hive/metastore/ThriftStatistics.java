package io.blink.hive.metastore;

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
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.hadoop.hive.metastore.api.BinaryColumnStatsData;
import org.apache.hadoop.hive.metastore.api.BooleanColumnStatsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsData;
import org.apache.hadoop.hive.metastore.api.ColumnStatisticsObj;
import org.apache.hadoop.hive.metastore.api.Date;
import org.apache.hadoop.hive.metastore.api.DateColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Decimal;
import org.apache.hadoop.hive.metastore.api.DecimalColumnStatsData;
import org.apache.hadoop.hive.metastore.api.DoubleColumnStatsData;
import org.apache.hadoop.hive.metastore.api.LongColumnStatsData;
import org.apache.hadoop.hive.metastore.api.StringColumnStatsData;
import org.apache.hadoop.hive.metastore.api.Timestamp;
import org.apache.hadoop.hive.metastore.api.TimestampColumnStatsData;

/** Column statistics between our records and Thrift's union. Negative counts mean unknown on the wire. */
final class ThriftStatistics {
    private ThriftStatistics() {}

    /** Empty when the object holds no figures or a kind that this version does not know. */
    static Optional<MetastoreColumnStatistics> read(ColumnStatisticsObj object) {
        ColumnStatisticsData data = object.getStatsData();
        if (data == null || !data.isSet()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (data.getSetField()) {
                    case LONG_STATS -> longs(object, data.getLongStats());
                    case DOUBLE_STATS -> doubles(object, data.getDoubleStats());
                    case DECIMAL_STATS -> decimals(object, data.getDecimalStats());
                    case DATE_STATS -> dates(object, data.getDateStats());
                    case TIMESTAMP_STATS -> timestamps(object, data.getTimestampStats());
                    case STRING_STATS -> texts(object, data.getStringStats());
                    case BINARY_STATS -> bytes(object, data.getBinaryStats());
                    case BOOLEAN_STATS -> booleans(object, data.getBooleanStats());
                });
    }

    private static MetastoreColumnStatistics longs(ColumnStatisticsObj object, LongColumnStatsData raw) {
        return column(
                object,
                raw.getNumNulls(),
                new Longs(
                        raw.isSetLowValue() ? OptionalLong.of(raw.getLowValue()) : OptionalLong.empty(),
                        raw.isSetHighValue() ? OptionalLong.of(raw.getHighValue()) : OptionalLong.empty(),
                        count(raw.getNumDVs())));
    }

    private static MetastoreColumnStatistics doubles(ColumnStatisticsObj object, DoubleColumnStatsData raw) {
        return column(
                object,
                raw.getNumNulls(),
                new Doubles(
                        raw.isSetLowValue() ? OptionalDouble.of(raw.getLowValue()) : OptionalDouble.empty(),
                        raw.isSetHighValue() ? OptionalDouble.of(raw.getHighValue()) : OptionalDouble.empty(),
                        count(raw.getNumDVs())));
    }

    private static MetastoreColumnStatistics decimals(ColumnStatisticsObj object, DecimalColumnStatsData raw) {
        return column(
                object,
                raw.getNumNulls(),
                new Decimals(
                        raw.isSetLowValue() ? Optional.of(decimal(raw.getLowValue())) : Optional.empty(),
                        raw.isSetHighValue() ? Optional.of(decimal(raw.getHighValue())) : Optional.empty(),
                        count(raw.getNumDVs())));
    }

    private static MetastoreColumnStatistics dates(ColumnStatisticsObj object, DateColumnStatsData raw) {
        return column(
                object,
                raw.getNumNulls(),
                new Dates(
                        raw.isSetLowValue()
                                ? Optional.of(
                                        LocalDate.ofEpochDay(raw.getLowValue().getDaysSinceEpoch()))
                                : Optional.empty(),
                        raw.isSetHighValue()
                                ? Optional.of(
                                        LocalDate.ofEpochDay(raw.getHighValue().getDaysSinceEpoch()))
                                : Optional.empty(),
                        count(raw.getNumDVs())));
    }

    private static MetastoreColumnStatistics timestamps(ColumnStatisticsObj object, TimestampColumnStatsData raw) {
        return column(
                object,
                raw.getNumNulls(),
                new Timestamps(
                        raw.isSetLowValue()
                                ? OptionalLong.of(raw.getLowValue().getSecondsSinceEpoch())
                                : OptionalLong.empty(),
                        raw.isSetHighValue()
                                ? OptionalLong.of(raw.getHighValue().getSecondsSinceEpoch())
                                : OptionalLong.empty(),
                        count(raw.getNumDVs())));
    }

    private static MetastoreColumnStatistics texts(ColumnStatisticsObj object, StringColumnStatsData raw) {
        return column(
                object, raw.getNumNulls(), new Texts(raw.getMaxColLen(), raw.getAvgColLen(), count(raw.getNumDVs())));
    }

    private static MetastoreColumnStatistics bytes(ColumnStatisticsObj object, BinaryColumnStatsData raw) {
        return column(object, raw.getNumNulls(), new Bytes(raw.getMaxColLen(), raw.getAvgColLen()));
    }

    private static MetastoreColumnStatistics booleans(ColumnStatisticsObj object, BooleanColumnStatsData raw) {
        return column(object, raw.getNumNulls(), new Booleans(raw.getNumTrues(), raw.getNumFalses()));
    }

    private static MetastoreColumnStatistics column(ColumnStatisticsObj object, long nulls, Values values) {
        return new MetastoreColumnStatistics(object.getColName(), object.getColType(), count(nulls), values);
    }

    static ColumnStatisticsObj write(MetastoreColumnStatistics statistics) {
        ColumnStatisticsData data = new ColumnStatisticsData();
        long nulls = statistics.nulls().orElse(-1);
        Values values = statistics.values();
        if (values instanceof Longs longs) {
            LongColumnStatsData raw =
                    new LongColumnStatsData(nulls, longs.distinct().orElse(-1));
            longs.low().ifPresent(raw::setLowValue);
            longs.high().ifPresent(raw::setHighValue);
            data.setLongStats(raw);
        } else if (values instanceof Doubles doubles) {
            DoubleColumnStatsData raw =
                    new DoubleColumnStatsData(nulls, doubles.distinct().orElse(-1));
            doubles.low().ifPresent(raw::setLowValue);
            doubles.high().ifPresent(raw::setHighValue);
            data.setDoubleStats(raw);
        } else if (values instanceof Decimals decimals) {
            DecimalColumnStatsData raw =
                    new DecimalColumnStatsData(nulls, decimals.distinct().orElse(-1));
            decimals.low().ifPresent(low -> raw.setLowValue(decimal(low)));
            decimals.high().ifPresent(high -> raw.setHighValue(decimal(high)));
            data.setDecimalStats(raw);
        } else if (values instanceof Dates dates) {
            DateColumnStatsData raw =
                    new DateColumnStatsData(nulls, dates.distinct().orElse(-1));
            dates.low().ifPresent(low -> raw.setLowValue(new Date(low.toEpochDay())));
            dates.high().ifPresent(high -> raw.setHighValue(new Date(high.toEpochDay())));
            data.setDateStats(raw);
        } else if (values instanceof Timestamps timestamps) {
            TimestampColumnStatsData raw =
                    new TimestampColumnStatsData(nulls, timestamps.distinct().orElse(-1));
            timestamps.lowSeconds().ifPresent(low -> raw.setLowValue(new Timestamp(low)));
            timestamps.highSeconds().ifPresent(high -> raw.setHighValue(new Timestamp(high)));
            data.setTimestampStats(raw);
        } else if (values instanceof Texts texts) {
            data.setStringStats(new StringColumnStatsData(
                    texts.lengthMax(),
                    texts.lengthAverage(),
                    nulls,
                    texts.distinct().orElse(-1)));
        } else if (values instanceof Bytes bytes) {
            data.setBinaryStats(new BinaryColumnStatsData(bytes.lengthMax(), bytes.lengthAverage(), nulls));
        } else if (values instanceof Booleans booleans) {
            data.setBooleanStats(new BooleanColumnStatsData(booleans.trues(), booleans.falses(), nulls));
        }
        return new ColumnStatisticsObj(statistics.column(), statistics.type(), data);
    }

    private static OptionalLong count(long raw) {
        return raw < 0 ? OptionalLong.empty() : OptionalLong.of(raw);
    }

    private static BigDecimal decimal(Decimal raw) {
        return new BigDecimal(new BigInteger(raw.getUnscaled()), raw.getScale());
    }

    private static Decimal decimal(BigDecimal value) {
        return new Decimal(
                (short) value.scale(), ByteBuffer.wrap(value.unscaledValue().toByteArray()));
    }
}

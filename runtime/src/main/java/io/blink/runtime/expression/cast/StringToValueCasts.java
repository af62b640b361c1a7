package io.blink.runtime.expression.cast;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.decimal.DecimalConversions;
import io.blink.runtime.expression.decimal.DecimalResult;
import io.blink.runtime.expression.time.DateTimeParser;
import io.blink.runtime.expression.time.TimestampResult;
import io.blink.runtime.expression.time.ZoneOffsets;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** Conversions from character strings to everything else. */
final class StringToValueCasts {
    private final DataType to;
    private final NumberParser numbers = new NumberParser();
    private final DateTimeParser times = new DateTimeParser();
    private final ZoneOffsets zone;

    StringToValueCasts(DataType to, ZoneId timeZone) {
        this.to = to;
        this.zone = new ZoneOffsets(timeZone);
    }

    Column convert(Column column, int rows, CastFailures failures) {
        BytesColumn strings = (BytesColumn) column;
        return switch (to.kind()) {
            case BOOLEAN -> booleans(strings, rows, failures);
            case TINYINT, SMALLINT, INT, BIGINT -> integers(strings, rows, failures);
            case FLOAT, DOUBLE -> doubles(strings, rows, failures);
            case DECIMAL -> decimals(strings, rows, failures);
            case DATE -> dates(strings, rows, failures);
            case TIME -> times(strings, rows, failures);
            case TIMESTAMP, TIMESTAMP_LTZ -> timestamps(strings, rows, failures);
            default -> throw new IllegalStateException("no conversion from strings to " + to);
        };
    }

    private Column booleans(BytesColumn strings, int rows, CastFailures failures) {
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            if (numbers.parseTruth(strings.bytes(), strings.offset(i), strings.offset(i + 1))) {
                result[i] = numbers.truth();
            } else {
                failures.at(i);
            }
        }
        return new ByteColumn(rows, result, failures.nulls());
    }

    private Column integers(BytesColumn strings, int rows, CastFailures failures) {
        long[] result = new long[rows];
        for (int i = 0; i < rows; i++) {
            if (numbers.parseLong(strings.bytes(), strings.offset(i), strings.offset(i + 1))) {
                result[i] = numbers.longValue();
            } else {
                failures.at(i);
            }
        }
        return NumberCasts.fromLongs(result, to, rows, failures);
    }

    private Column doubles(BytesColumn strings, int rows, CastFailures failures) {
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            if (failures.isNull(i)) {
                continue;
            }
            if (numbers.parseDouble(strings.bytes(), strings.offset(i), strings.offset(i + 1))) {
                result[i] = numbers.doubleValue();
            } else {
                failures.at(i);
            }
        }
        return NumberCasts.fromFloating(new DoubleColumn(rows, result, null), to, rows, failures);
    }

    private Column decimals(BytesColumn strings, int rows, CastFailures failures) {
        DecimalResult result = new DecimalResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (!failures.isNull(i) && !decimal(strings, i, result)) {
                failures.at(i);
            }
        }
        return result.column(failures.nulls());
    }

    private boolean decimal(BytesColumn strings, int row, DecimalResult result) {
        int start = NumberParser.skipBlanks(strings.bytes(), strings.offset(row), strings.offset(row + 1));
        int end = NumberParser.trimBlanks(strings.bytes(), start, strings.offset(row + 1));
        try {
            String text = new String(strings.bytes(), start, end - start, StandardCharsets.UTF_8);
            return DecimalConversions.put(new BigDecimal(text), to, row, result);
        } catch (NumberFormatException | ArithmeticException e) {
            return false;
        }
    }

    private Column dates(BytesColumn strings, int rows, CastFailures failures) {
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            if (times.parseDate(strings.bytes(), strings.offset(i), strings.offset(i + 1))) {
                result[i] = (int) times.days();
            } else {
                failures.at(i);
            }
        }
        return new IntColumn(rows, result, failures.nulls());
    }

    private Column times(BytesColumn strings, int rows, CastFailures failures) {
        TimestampResult result = new TimestampResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (times.parseTime(strings.bytes(), strings.offset(i), strings.offset(i + 1))) {
                result.put(i, times.microsOfDay(), times.nanosOfMicro());
            } else {
                failures.at(i);
            }
        }
        return result.column(failures.nulls());
    }

    private Column timestamps(BytesColumn strings, int rows, CastFailures failures) {
        boolean local = to.kind() == io.blink.core.type.TypeKind.TIMESTAMP;
        TimestampResult result = new TimestampResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (!times.parseTimestamp(strings.bytes(), strings.offset(i), strings.offset(i + 1))) {
                failures.at(i);
            } else if (local) {
                result.put(i, times.micros(), times.nanosOfMicro());
            } else {
                result.put(
                        i,
                        times.hasOffset() ? times.micros() - times.offsetMicros() : zone.toInstant(times.micros()),
                        times.nanosOfMicro());
            }
        }
        return result.column(failures.nulls());
    }
}

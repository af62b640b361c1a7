package io.blink.runtime.expression.text;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnText;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.LongArgument;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.ZoneId;
import java.util.IllegalFormatException;
import java.util.Locale;

/** FORMAT_STRING, FORMAT_NUMBER and CONV. Scratch of one kernel. */
final class Formatting {
    private static final int DIGITS_MAX = 100;

    private final CallSite site;
    private final ZoneId timeZone;

    Formatting(CallSite site, ZoneId timeZone) {
        this.site = site;
        this.timeZone = timeZone;
    }

    /** With Java's format; NULL for a format that is NULL, other NULLs as the word null. */
    void string(Column[] arguments, int row, ColumnBuilder out) {
        if (arguments[0].isNull(row)) {
            out.appendNull();
            return;
        }
        String format = BytesArgument.of(arguments[0]).string(row);
        Object[] values = new Object[arguments.length - 1];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(arguments[i + 1], site.argumentType(i + 1), row);
        }
        try {
            ((BytesColumnBuilder) out).append(String.format(Locale.ROOT, format, values));
        } catch (IllegalFormatException e) {
            throw site.invalidArgument("the format '" + format + "' does not fit its values: " + e.getMessage(), e);
        }
    }

    private Object value(Column column, DataType type, int row) {
        if (column.isNull(row)) {
            return null;
        }
        Column flat = column instanceof ConstantColumn constant ? constant.value() : column;
        int at = column instanceof ConstantColumn ? 0 : row;
        return switch (type.kind()) {
            case BOOLEAN -> ((ByteColumn) flat).values()[at] != 0;
            case TINYINT, SMALLINT, INT, BIGINT -> LongArgument.of(column).at(row);
            case FLOAT -> ((FloatColumn) flat).values()[at];
            case DOUBLE -> ((DoubleColumn) flat).values()[at];
            case DECIMAL -> decimal(column, type, row);
            default -> new ColumnText(type, timeZone).text(column, row);
        };
    }

    private static BigDecimal decimal(Column column, DataType type, int row) {
        Column flat = column instanceof ConstantColumn constant ? constant.value() : column;
        int at = column instanceof ConstantColumn ? 0 : row;
        BigInteger unscaled = flat instanceof Decimal128Column wide
                ? wide.unscaled(at)
                : BigInteger.valueOf(LongArgument.of(column).at(row));
        return new BigDecimal(unscaled, type.scale());
    }

    /** With commas between groups of three and so many digits behind the point; halves go to the even digit. NULL for a negative count. */
    void number(Column[] arguments, int row, ColumnBuilder out) {
        int digits = LongArgument.of(arguments[1]).clamped(row);
        if (digits < 0) {
            out.appendNull();
            return;
        }
        if (digits > DIGITS_MAX) {
            throw site.invalidArgument(digits + " digits behind the point; the limit is " + DIGITS_MAX, null);
        }
        DecimalFormat format = new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
        format.setRoundingMode(RoundingMode.HALF_EVEN);
        ((BytesColumnBuilder) out).append(format.format(value(arguments[0], site.argumentType(0), row)));
    }

    /** Digits in another base, as Hive has it: a number beyond 64 bits becomes the greatest, what follows the digits does not count. */
    void conv(Column[] arguments, int row, ColumnBuilder out) {
        String text = site.argumentType(0).kind().isCharacter()
                ? BytesArgument.of(arguments[0]).string(row).trim()
                : Long.toString(LongArgument.of(arguments[0]).at(row));
        int from = LongArgument.of(arguments[1]).clamped(row);
        int to = LongArgument.of(arguments[2]).clamped(row);
        boolean known = from >= Character.MIN_RADIX
                && from <= Character.MAX_RADIX
                && Math.abs(to) >= Character.MIN_RADIX
                && Math.abs(to) <= Character.MAX_RADIX;
        if (!known || text.isEmpty()) {
            out.appendNull();
            return;
        }
        boolean negative = text.charAt(0) == '-';
        BigInteger value = digits(negative ? text.substring(1) : text, from);
        long bits = negative ? -value.longValue() : value.longValue();
        String digits = to > 0 ? Long.toUnsignedString(bits, to) : Long.toString(bits, -to);
        ((BytesColumnBuilder) out).append(digits.toUpperCase(Locale.ROOT));
    }

    private static BigInteger digits(String text, int base) {
        int end = 0;
        while (end < text.length() && Character.digit(text.charAt(end), base) >= 0) {
            end++;
        }
        BigInteger value = end == 0 ? BigInteger.ZERO : new BigInteger(text.substring(0, end), base);
        return value.bitLength() <= Long.SIZE
                ? value
                : BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);
    }
}

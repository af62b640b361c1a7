package io.blink.formats.avro;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.formats.record.MalformedRecord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Decimals as the bytes of their unscaled value, most significant first, into columns of a DECIMAL. */
final class DecimalBytes {
    /** More than any DECIMAL has. */
    private static final int BYTES_MAX = 64;

    /** A schema may name any scale; one beyond has no value that fits. */
    private static final int SCALE_MAX = 1000;

    private static final int LONG_DIGITS = 18;

    private final DataType type;
    private final int writtenScale;
    /** What short values of the writer's scale are multiplied by, or 0 if they cannot be. */
    private final long factor;
    /** Short values below this fit the type. */
    private final long bound;

    private DecimalBytes(DataType type, int writtenScale) {
        this.type = type;
        this.writtenScale = writtenScale;
        int shift = type.scale() - writtenScale;
        factor = shift < 0 || shift > LONG_DIGITS ? 0 : power(shift);
        bound = type.precision() - shift < 0 || type.precision() > LONG_DIGITS
                ? 0
                : power(Math.min(LONG_DIGITS, type.precision() - shift));
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    /** @param writer where it names no decimal, its values are of the type's scale */
    static DecimalBytes of(Schema writer, DataType type) throws MalformedRecord {
        int scale = writer.getLogicalType() instanceof LogicalTypes.Decimal decimal ? decimal.getScale() : type.scale();
        if (scale > SCALE_MAX) {
            throw new MalformedRecord("decimals of " + scale + " digits behind the point cannot be read");
        }
        return new DecimalBytes(type, scale);
    }

    void append(byte[] bytes, int from, int length, ColumnBuilder target) throws MalformedRecord {
        if (length == 0) {
            throw new MalformedRecord("a decimal has no bytes");
        }
        if (length <= Long.BYTES && target instanceof LongColumnBuilder longs) {
            long value = bytes[from];
            for (int i = 1; i < length; i++) {
                value = value << Byte.SIZE | bytes[from + i] & 0xFF;
            }
            if (factor != 0 && value < bound && value > -bound) {
                longs.append(value * factor);
                return;
            }
        }
        appendWide(bytes, from, length, target);
    }

    private void appendWide(byte[] bytes, int from, int length, ColumnBuilder target) throws MalformedRecord {
        if (length > BYTES_MAX) {
            throw new MalformedRecord("a decimal has " + length + " bytes, more than any " + type.withNullable(true));
        }
        BigDecimal written = new BigDecimal(new BigInteger(bytes, from, length), writtenScale);
        BigDecimal scaled = written.setScale(type.scale(), RoundingMode.HALF_UP);
        if (scaled.precision() > type.precision()) {
            throw new MalformedRecord(written.toPlainString() + " has more digits than " + type.withNullable(true));
        }
        BigInteger unscaled = scaled.unscaledValue();
        if (target instanceof LongColumnBuilder longs) {
            longs.append(unscaled.longValueExact());
        } else {
            ((Decimal128ColumnBuilder) target)
                    .append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
    }
}

package io.blink.runtime.expression;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Literal;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Literals as constant columns. Used at the start of an evaluator, on any thread. */
public final class LiteralColumns {
    private LiteralColumns() {}

    /** The literal as a flat column of one position. */
    public static Column value(Literal literal) {
        if (literal.isNull()) {
            return nullValue(literal.type());
        }
        try {
            return parse(literal.value(), literal.type());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new BlinkException(
                    CoreErrorCode.CORRUPT_PLAN,
                    "The plan has the literal '" + literal.value() + "', which is not a " + literal.type(),
                    e);
        }
    }

    /** A flat column of one null. */
    public static Column nullValue(DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        builder.appendNull();
        return builder.build();
    }

    private static Column parse(String text, DataType type) {
        return switch (type.physicalType()) {
            case BYTE ->
                new ByteColumn(
                        1, new byte[] {type.kind() == TypeKind.BOOLEAN ? truth(text) : Byte.parseByte(text)}, null);
            case SHORT -> new ShortColumn(1, new short[] {Short.parseShort(text)}, null);
            case INT -> new IntColumn(1, new int[] {Integer.parseInt(text)}, null);
            case LONG ->
                new LongColumn(
                        1,
                        new long[] {
                            type.kind() == TypeKind.DECIMAL
                                    ? unscaled(text, type).longValueExact()
                                    : Long.parseLong(text)
                        },
                        null);
            case FLOAT -> new FloatColumn(1, new float[] {Float.parseFloat(text)}, null);
            case DOUBLE -> new DoubleColumn(1, new double[] {Double.parseDouble(text)}, null);
            case DECIMAL128 -> decimal128(unscaled(text, type));
            case TIMESTAMP_NANOS -> timestamp(text);
            case BYTES -> {
                byte[] bytes = type.kind().isCharacter()
                        ? text.getBytes(StandardCharsets.UTF_8)
                        : HexFormat.of().parseHex(text);
                yield new BytesColumn(1, bytes, new int[] {0, bytes.length}, null);
            }
            case ARRAY, MAP, ROW ->
                throw new IllegalArgumentException("nested literals are written as ARRAY_VALUE, MAP_VALUE, ROW_VALUE");
        };
    }

    private static byte truth(String text) {
        return switch (text) {
            case "true" -> 1;
            case "false" -> 0;
            default -> throw new IllegalArgumentException("neither true nor false");
        };
    }

    private static BigInteger unscaled(String text, DataType type) {
        BigDecimal value = new BigDecimal(text).setScale(type.scale());
        if (value.precision() > type.precision()) {
            throw new IllegalArgumentException("more than " + type.precision() + " digits");
        }
        return value.unscaledValue();
    }

    private static Column decimal128(BigInteger unscaled) {
        return new Decimal128Column(
                1, new long[] {unscaled.shiftRight(Long.SIZE).longValue()}, new long[] {unscaled.longValue()}, null);
    }

    private static Column timestamp(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return new TimestampColumn(1, new long[] {Long.parseLong(text)}, null, null);
        }
        String nanos = (text.substring(point + 1) + "00").substring(0, 3);
        return new TimestampColumn(
                1, new long[] {Long.parseLong(text.substring(0, point))}, new int[] {Integer.parseInt(nanos)}, null);
    }
}

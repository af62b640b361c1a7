package io.blink.sql.expression;

import static java.util.Objects.requireNonNull;

import io.blink.core.expression.Literal;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.type.TypeMapping;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;

/** Calcite's literals in the text form of {@link Literal}. */
public final class Literals {
    static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int MICRO_DIGITS = 6;

    private Literals() {}

    public static Literal translate(RexLiteral literal) {
        if (literal.getValue() instanceof Enum<?> symbol) {
            return text(symbol.name());
        }
        DataType type = TypeMapping.toCore(literal.getType());
        return new Literal(literal.isNull() ? null : value(literal, type), type);
    }

    static Literal text(String value) {
        return new Literal(value, DataType.string().withNullable(false));
    }

    static Literal integer(long value) {
        return new Literal(Long.toString(value), DataType.of(TypeKind.INT).withNullable(false));
    }

    public static Literal bigint(long value) {
        return new Literal(Long.toString(value), DataType.of(TypeKind.BIGINT).withNullable(false));
    }

    public static Literal bool(boolean value) {
        return new Literal(
                Boolean.toString(value), DataType.of(TypeKind.BOOLEAN).withNullable(false));
    }

    public static Literal nullOf(DataType type) {
        return new Literal(null, type.withNullable(true));
    }

    private static String value(RexLiteral literal, DataType type) {
        return switch (type.kind()) {
            case BOOLEAN -> Boolean.toString(RexLiteral.booleanValue(literal));
            case TINYINT, SMALLINT, INT, BIGINT ->
                number(literal).toBigInteger().toString();
            case FLOAT -> Float.toString(number(literal).floatValue());
            case DOUBLE -> Double.toString(doubleValue(literal));
            case DECIMAL ->
                number(literal).setScale(type.scale(), RoundingMode.HALF_UP).toPlainString();
            case CHAR, VARCHAR -> characters(literal, type);
            case BINARY, VARBINARY -> hex(literal);
            case DATE -> Long.toString(days(literal.getValueAs(DateString.class)));
            case TIME -> time(requireNonNull(literal.getValueAs(TimeString.class)), type.precision());
            case TIMESTAMP, TIMESTAMP_LTZ ->
                timestamp(requireNonNull(literal.getValueAs(TimestampString.class)), type.precision());
            case INTERVAL_YEAR_MONTH -> number(literal).toBigInteger().toString();
            case INTERVAL_DAY_TIME ->
                number(literal)
                        .multiply(BigDecimal.valueOf(1000))
                        .toBigInteger()
                        .toString();
            default -> throw new IllegalArgumentException("no constants of type " + type);
        };
    }

    private static BigDecimal number(RexLiteral literal) {
        return requireNonNull(literal.getValueAs(BigDecimal.class));
    }

    private static double doubleValue(RexLiteral literal) {
        return literal.getValue() instanceof Double value
                ? value
                : number(literal).doubleValue();
    }

    private static String characters(RexLiteral literal, DataType type) {
        String value = requireNonNull(literal.getValueAs(NlsString.class)).getValue();
        return type.kind() == TypeKind.CHAR ? Casts.padded(value, type.precision()) : value;
    }

    private static String hex(RexLiteral literal) {
        byte[] bytes = requireNonNull(literal.getValueAs(ByteString.class)).getBytes();
        return HexFormat.of().withUpperCase().formatHex(bytes);
    }

    private static long days(DateString date) {
        return LocalDate.parse(requireNonNull(date).toString()).toEpochDay();
    }

    private static String time(TimeString time, int precision) {
        String text = time.toString();
        long seconds = Integer.parseInt(text, 0, 2, 10) * 3600L
                + Integer.parseInt(text, 3, 5, 10) * 60L
                + Integer.parseInt(text, 6, 8, 10);
        return micros(seconds, fractionNanos(text), precision);
    }

    private static String timestamp(TimestampString timestamp, int precision) {
        String text = timestamp.toString();
        long seconds = Math.floorDiv(timestamp.getMillisSinceEpoch(), 1000L);
        return micros(seconds, fractionNanos(text), precision);
    }

    /** Digits after the last point, as nanoseconds; the text of a time ends with them. */
    private static int fractionNanos(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return 0;
        }
        String digits = (text.substring(point + 1) + "000000000").substring(0, 9);
        return Integer.parseInt(digits);
    }

    private static String micros(long seconds, int nanos, int precision) {
        long micros = seconds * 1_000_000 + nanos / 1000;
        return precision <= MICRO_DIGITS || nanos % 1000 == 0
                ? Long.toString(micros)
                : micros + String.format(Locale.ROOT, ".%03d", nanos % 1000);
    }
}

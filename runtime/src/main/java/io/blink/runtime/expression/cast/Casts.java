package io.blink.runtime.expression.cast;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.TextBuffer;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Makes the kernel of a conversion, or says that there is none. */
public final class Casts {
    private Casts() {}

    /**
     * @param site names the conversion in errors
     * @param lenient whether what cannot be converted becomes NULL
     */
    public static Kernel create(CallSite site, DataType from, DataType to, boolean lenient, ZoneId timeZone) {
        return new CastKernel(site, lenient, from, conversion(site, from, to, lenient, timeZone));
    }

    /** Whether values can stay as they are. */
    public static boolean isIdentity(DataType from, DataType to) {
        return from.equalsIgnoringNullability(to)
                || (from.kind() == TypeKind.CHAR || from.kind() == TypeKind.VARCHAR)
                        && to.kind() == TypeKind.VARCHAR
                        && from.precision() <= to.precision()
                || (from.kind() == TypeKind.BINARY || from.kind() == TypeKind.VARBINARY)
                        && to.kind() == TypeKind.VARBINARY
                        && from.precision() <= to.precision();
    }

    private static CastKernel.Conversion conversion(
            CallSite site, DataType from, DataType to, boolean lenient, ZoneId timeZone) {
        if (isIdentity(from, to)) {
            return (column, rows, failures) -> column;
        }
        if (from.kind() == TypeKind.NULL) {
            return (column, rows, failures) -> nulls(to, rows);
        }
        if (to.kind().isCharacter()) {
            return toStrings(from, to, timeZone);
        }
        if (to.kind().isBinary() && (from.kind().isCharacter() || from.kind().isBinary())) {
            return (column, rows, failures) -> StringLengths.fit((BytesColumn) column, to, failures.nulls());
        }
        if (from.kind().isCharacter()
                && !isNested(to)
                && !isInterval(to.kind())
                && !to.kind().isBinary()) {
            return new StringToValueCasts(to, timeZone)::convert;
        }
        if (isNumber(from.kind()) && isNumber(to.kind())) {
            return numbers(from, to);
        }
        if (TimeCasts.takes(from.kind(), to.kind())) {
            return new TimeCasts(from, to, timeZone)::convert;
        }
        if (isNested(from)
                && from.kind() == to.kind()
                && from.fields().size() == to.fields().size()) {
            return new NestedCasts(to, parts(site, from, to, lenient, timeZone))::convert;
        }
        throw site.notSupported("from " + from.withNullable(true) + " to " + to.withNullable(true)
                + (isNumber(from.kind()) && isTimestamp(to.kind()) ? "; use TO_TIMESTAMP or FROM_UNIXTIME." : "."));
    }

    private static CastKernel.Conversion numbers(DataType from, DataType to) {
        return switch (from.kind()) {
            case DECIMAL -> (column, rows, failures) -> NumberCasts.fromDecimals(column, from, to, rows, failures);
            case FLOAT, DOUBLE -> (column, rows, failures) -> NumberCasts.fromFloating(column, to, rows, failures);
            default -> (column, rows, failures) -> NumberCasts.fromIntegers(column, to, rows, failures);
        };
    }

    private static CastKernel.Conversion toStrings(DataType from, DataType to, ZoneId timeZone) {
        if (from.kind().isCharacter() || from.kind().isBinary()) {
            return (column, rows, failures) -> StringLengths.fit((BytesColumn) column, to, failures.nulls());
        }
        ColumnText texts = new ColumnText(from, timeZone);
        TextBuffer buffer = new TextBuffer();
        boolean bounded = to.kind() == TypeKind.CHAR || to.precision() != DataType.UNBOUNDED;
        return (column, rows, failures) -> {
            BytesColumnBuilder builder = new BytesColumnBuilder(rows);
            for (int i = 0; i < rows; i++) {
                if (failures.isNull(i)) {
                    builder.appendNull();
                } else {
                    texts.append(column, i, buffer.clear());
                    builder.append(buffer.bytes(), 0, buffer.length());
                }
            }
            BytesColumn strings = (BytesColumn) builder.build();
            return bounded ? StringLengths.fit(strings, to, failures.nulls()) : strings;
        };
    }

    private static List<Kernel> parts(CallSite site, DataType from, DataType to, boolean lenient, ZoneId timeZone) {
        List<Kernel> parts = new ArrayList<>();
        for (Field field : from.fields()) {
            parts.add(create(site, field.type(), to.fields().get(parts.size()).type(), lenient, timeZone));
        }
        return parts;
    }

    private static Column nulls(DataType type, int rows) {
        io.blink.core.column.ColumnBuilder builder = io.blink.core.column.ColumnBuilder.of(type, rows);
        for (int i = 0; i < rows; i++) {
            builder.appendNull();
        }
        return builder.build();
    }

    private static boolean isNested(DataType type) {
        return type.kind() == TypeKind.ARRAY || type.kind() == TypeKind.MAP || type.kind() == TypeKind.ROW;
    }

    private static boolean isNumber(TypeKind kind) {
        return kind.isNumeric() || kind == TypeKind.BOOLEAN;
    }

    private static boolean isInterval(TypeKind kind) {
        return kind == TypeKind.INTERVAL_YEAR_MONTH || kind == TypeKind.INTERVAL_DAY_TIME;
    }

    private static boolean isTimestamp(TypeKind kind) {
        return kind == TypeKind.TIMESTAMP || kind == TypeKind.TIMESTAMP_LTZ;
    }
}

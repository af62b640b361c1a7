package io.blink.sql.expression;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** The narrowest type that holds the values of several types without loss, as comparisons and set operations need it. */
public final class CommonType {
    private static final int TINYINT_DIGITS = 3;
    private static final int SMALLINT_DIGITS = 5;
    private static final int INT_DIGITS = 10;
    private static final int BIGINT_DIGITS = 19;

    private CommonType() {}

    public static Optional<DataType> of(Collection<DataType> types) {
        Iterator<DataType> iterator = types.iterator();
        Optional<DataType> common = Optional.of(iterator.next());
        while (common.isPresent() && iterator.hasNext()) {
            common = of(common.get(), iterator.next());
        }
        return common;
    }

    public static Optional<DataType> of(DataType left, DataType right) {
        boolean nullable = left.nullable() || right.nullable();
        return common(left, right).map(type -> type.withNullable(nullable));
    }

    private static Optional<DataType> common(DataType left, DataType right) {
        TypeKind leftKind = left.kind();
        TypeKind rightKind = right.kind();
        if (left.equalsIgnoringNullability(right) || rightKind == TypeKind.NULL) {
            return Optional.of(left);
        }
        if (leftKind == TypeKind.NULL) {
            return Optional.of(right);
        }
        if (leftKind.isNumeric() && rightKind.isNumeric()) {
            return Optional.of(numeric(left, right));
        }
        if (leftKind.isCharacter() && rightKind.isCharacter()) {
            int length = Math.max(left.precision(), right.precision());
            boolean fixed = leftKind == TypeKind.CHAR && rightKind == TypeKind.CHAR;
            return Optional.of(fixed ? DataType.character(length) : DataType.varchar(length));
        }
        if (leftKind.isBinary() && rightKind.isBinary()) {
            return Optional.of(DataType.varbinary(Math.max(left.precision(), right.precision())));
        }
        return leftKind == rightKind && !left.fields().isEmpty() ? nested(left, right) : temporal(left, right);
    }

    /** Part by part; the fields of rows keep the left one's names. */
    private static Optional<DataType> nested(DataType left, DataType right) {
        List<Field> parts = new ArrayList<>();
        for (Field field : left.fields()) {
            int index = parts.size();
            Optional<DataType> part = index < right.fields().size()
                    ? of(field.type(), right.fields().get(index).type())
                    : Optional.empty();
            if (part.isEmpty()) {
                return Optional.empty();
            }
            parts.add(new Field(field.name(), part.get()));
        }
        if (parts.size() != right.fields().size()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (left.kind()) {
                    case ARRAY -> DataType.array(parts.get(0).type());
                    case MAP -> DataType.map(parts.get(0).type(), parts.get(1).type());
                    default -> DataType.row(parts);
                });
    }

    private static DataType numeric(DataType left, DataType right) {
        if (isApproximate(left) || isApproximate(right)) {
            boolean bothFloat = left.kind() == TypeKind.FLOAT && right.kind() == TypeKind.FLOAT;
            return DataType.of(bothFloat ? TypeKind.FLOAT : TypeKind.DOUBLE);
        }
        if (left.kind().isInteger() && right.kind().isInteger()) {
            return DataType.of(left.kind().compareTo(right.kind()) >= 0 ? left.kind() : right.kind());
        }
        DataType leftDecimal = asDecimal(left);
        DataType rightDecimal = asDecimal(right);
        int scale = Math.max(leftDecimal.scale(), rightDecimal.scale());
        int whole = Math.max(
                leftDecimal.precision() - leftDecimal.scale(), rightDecimal.precision() - rightDecimal.scale());
        int precision = Math.min(DataType.MAX_DECIMAL_PRECISION, whole + scale);
        return DataType.decimal(precision, Math.min(scale, precision));
    }

    private static boolean isApproximate(DataType type) {
        return type.kind() == TypeKind.FLOAT || type.kind() == TypeKind.DOUBLE;
    }

    /** An integer type as the decimal that holds it. */
    static DataType asDecimal(DataType type) {
        return switch (type.kind()) {
            case TINYINT -> DataType.decimal(TINYINT_DIGITS, 0);
            case SMALLINT -> DataType.decimal(SMALLINT_DIGITS, 0);
            case INT -> DataType.decimal(INT_DIGITS, 0);
            case BIGINT -> DataType.decimal(BIGINT_DIGITS, 0);
            default -> type;
        };
    }

    private static Optional<DataType> temporal(DataType left, DataType right) {
        boolean leftLocal = left.kind() == TypeKind.TIMESTAMP_LTZ;
        boolean rightLocal = right.kind() == TypeKind.TIMESTAMP_LTZ;
        if (!isDateOrTimestamp(left) || !isDateOrTimestamp(right)) {
            boolean times = left.kind() == TypeKind.TIME && right.kind() == TypeKind.TIME;
            return times ? Optional.of(DataType.time(Math.max(left.precision(), right.precision()))) : Optional.empty();
        }
        int digits = Math.max(left.precision(), right.precision());
        return Optional.of(leftLocal || rightLocal ? DataType.timestampLtz(digits) : DataType.timestamp(digits));
    }

    private static boolean isDateOrTimestamp(DataType type) {
        return switch (type.kind()) {
            case DATE, TIMESTAMP, TIMESTAMP_LTZ -> true;
            default -> false;
        };
    }
}

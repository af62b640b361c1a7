package io.blink.hive.catalog;

import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.hive.HiveErrorCode;
import java.util.stream.Collectors;

/**
 * Between Hive's type texts and core's types. Hive's {@code timestamp} has nanoseconds; its {@code binary} and {@code string} have no bound; it knows no
 * NOT NULL, so what is read is nullable.
 */
public final class HiveTypes {
    private static final int CHAR_LENGTH_MAX = 255;
    private static final int VARCHAR_LENGTH_MAX = 65_535;

    private HiveTypes() {}

    /** @param subject names the column in errors: {@code column c of db.t} */
    public static DataType toCore(String hiveType, String subject) {
        return HiveTypeParser.parse(hiveType, subject);
    }

    /** @param subject names the column in errors: {@code column c of db.t} */
    public static String toHive(DataType type, String subject) {
        return switch (type.kind()) {
            case BOOLEAN -> "boolean";
            case TINYINT -> "tinyint";
            case SMALLINT -> "smallint";
            case INT -> "int";
            case BIGINT -> "bigint";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case DATE -> "date";
            case DECIMAL -> "decimal(" + type.precision() + "," + type.scale() + ")";
            case TIMESTAMP -> "timestamp";
            case TIMESTAMP_LTZ -> "timestamp with local time zone";
            case CHAR -> bounded("char", type, CHAR_LENGTH_MAX, subject);
            case VARCHAR ->
                type.precision() == DataType.UNBOUNDED
                        ? "string"
                        : bounded("varchar", type, VARCHAR_LENGTH_MAX, subject);
            case BINARY, VARBINARY -> "binary";
            case ARRAY -> "array<" + toHive(type.element(), subject) + ">";
            case MAP ->
                "map<" + toHive(type.fields().get(0).type(), subject) + ","
                        + toHive(type.fields().get(1).type(), subject) + ">";
            case ROW -> struct(type, subject);
            case TIME, INTERVAL_YEAR_MONTH, INTERVAL_DAY_TIME, NULL ->
                throw unsupported(
                        "Hive tables cannot hold " + type,
                        subject,
                        "cast it to a type Hive has, such as STRING or BIGINT");
        };
    }

    /** Whether reading back {@link #toHive} gives another type than this one, nullability aside. */
    static boolean losesByHive(DataType type, String subject) {
        return !toCore(toHive(type, subject), subject).equalsIgnoringNullability(type);
    }

    /** Types that one can partition by: those with one text for one value. */
    public static void requirePartitionable(DataType type, String subject) {
        TypeKind kind = type.kind();
        boolean partitionable = kind.isInteger()
                || kind.isCharacter()
                || kind == TypeKind.DATE
                || kind == TypeKind.BOOLEAN
                || kind == TypeKind.DECIMAL
                || kind == TypeKind.TIMESTAMP;
        if (!partitionable) {
            throw unsupported(
                    "Blink does not partition by " + type,
                    subject,
                    "use an integer, string, date, boolean, decimal or timestamp column");
        }
    }

    private static String bounded(String name, DataType type, int lengthMax, String subject) {
        if (type.precision() > lengthMax) {
            throw unsupported(
                    "Hive's " + name + " ends at " + lengthMax + " characters, not " + type.precision(),
                    subject,
                    "use STRING");
        }
        return name + "(" + type.precision() + ")";
    }

    private static String struct(DataType type, String subject) {
        return type.fields().stream()
                .map(field -> field.name() + ":" + toHive(field.type(), subject))
                .collect(Collectors.joining(",", "struct<", ">"));
    }

    static BlinkException unsupported(String what, String subject, String todo) {
        return new BlinkException(HiveErrorCode.UNSUPPORTED_TYPE, what + " (" + subject + "); " + todo);
    }

    /** For messages. */
    static String subject(String column, String qualifiedTable) {
        return "column " + column + " of " + qualifiedTable;
    }
}

package io.blink.integration.random;

import java.util.List;
import java.util.Set;

/** What columns and expressions are of. Values are few, so that keys meet; those that can be added stay small, and doubles are sums of quarters, so that no result depends on an order. */
enum ValueType {
    INT("INTEGER", "0", "1", "2", "3", "7", "-1", "-5", "12"),
    /** Compared, never added. */
    BIG("BIGINT", "0", "1", "9223372036854775807", "-9223372036854775807", "4294967296", "-1"),
    DEC("DECIMAL(9, 2)", "0.00", "1.50", "-1.50", "2.25", "7.00", "-0.01", "99.99"),
    /** Compared, never added. */
    WIDE(
            "DECIMAL(38, 4)",
            "0.0000",
            "1.5000",
            "1234567890123456789012345678901234.5678",
            "-1234567890123456789012345678901234.5678",
            "18446744073709551616.0000"),
    DBL("DOUBLE", "0.0", "0.25", "-0.5", "1.75", "2.0", "100.5"),
    /** Compared, never added. */
    FLT("DOUBLE", "'NaN'", "'Infinity'", "'-Infinity'", "-0.0", "0.0", "1.5"),
    STR("VARCHAR", "''", "'a'", "'b'", "'B'", "'ab'", "'äö'", "'x%y'", "'𝄞z'", "'zzzzzzzzzzzzzzzzzzzz'"),
    DATE("DATE", "'1999-12-31'", "'2000-02-29'", "'2001-03-01'", "'1969-12-31'", "'2024-01-31'"),
    TIME(
            "TIMESTAMP",
            "'2000-02-29 00:00:00'",
            "'1999-12-31 23:59:59.999999'",
            "'1969-12-31 12:30:00'",
            "'2024-03-31 02:30:00.5'"),
    BOOL("BOOLEAN", "TRUE", "FALSE");

    /** Which can be added up and multiplied by small numbers. */
    static final Set<ValueType> NUMBERS = Set.of(INT, DEC, DBL);

    private final String sqlName;
    private final List<String> values;

    ValueType(String sqlName, String... values) {
        this.sqlName = sqlName;
        this.values = List.of(values);
    }

    String sqlName() {
        return sqlName;
    }

    SqlText literal(Choices choices) {
        String value = choices.from(values);
        return switch (this) {
            case INT, STR, BOOL -> SqlText.same(value);
            default -> SqlText.format("CAST(%s AS %s)", value, sqlName);
        };
    }

    SqlText nothing() {
        return SqlText.format("CAST(NULL AS %s)", sqlName);
    }
}

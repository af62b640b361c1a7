package io.blink.sql.function;

import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlPostfixOperator;
import org.apache.calcite.sql.SqlPrefixOperator;
import org.apache.calcite.sql.SqlSpecialOperator;

/** Operators that other dialects have. The grammar makes calls of them, {@link FunctionSpellings} replaces these before validation. */
public final class DialectOperators {
    private static final int CAST_PRECEDENCE = 94;
    private static final int DIVISION_PRECEDENCE = 60;
    private static final int COMPARISON_PRECEDENCE = 30;
    private static final int BIT_PRECEDENCE = 36;
    private static final int SHIFT_PRECEDENCE = 32;
    private static final int SIGN_PRECEDENCE = 80;
    private static final int ZONE_PRECEDENCE = 70;

    /** {@code value::type}. */
    public static final SqlOperator INFIX_CAST = operator("::", CAST_PRECEDENCE);

    public static final SqlOperator DOUBLE_EQUALS = operator("==", COMPARISON_PRECEDENCE);

    /** Equal, or both NULL. */
    public static final SqlOperator NULL_SAFE_EQUALS = operator("<=>", COMPARISON_PRECEDENCE);

    /** The whole part of a quotient. */
    public static final SqlOperator INTEGER_DIVISION = operator("DIV", DIVISION_PRECEDENCE);

    public static final SqlOperator REGEXP = operator("REGEXP", COMPARISON_PRECEDENCE);

    public static final SqlOperator BIT_OR = operator("|", BIT_PRECEDENCE);

    public static final SqlOperator RIGHT_SHIFT = operator(">>", SHIFT_PRECEDENCE);

    public static final SqlOperator UNSIGNED_RIGHT_SHIFT = operator(">>>", SHIFT_PRECEDENCE);

    public static final SqlPrefixOperator BIT_NOT =
            new SqlPrefixOperator("~", SqlKind.OTHER, SIGN_PRECEDENCE, null, null, null);

    /** Of a timestamp and a zone; {@link UnlistedOperator#AT_TIME_ZONE} takes its place. */
    public static final SqlOperator AT_TIME_ZONE = operator("AT TIME ZONE", ZONE_PRECEDENCE);

    public static final SqlOperator AT_LOCAL =
            new SqlPostfixOperator("AT LOCAL", SqlKind.OTHER, ZONE_PRECEDENCE, null, null, null);

    /** Of FETCH: a number, whether it is one of percent, whether rows that tie with the last belong to it. */
    public static final SqlOperator FETCH = new SqlSpecialOperator("FETCH", SqlKind.OTHER);

    /** The ALL of GROUP BY ALL and ORDER BY ALL. */
    public static final SqlOperator EVERYTHING = new SqlSpecialOperator("ALL", SqlKind.OTHER);

    /** Marks an offset of ROWS that counts groups of peers. */
    public static final SqlOperator GROUPS_OFFSET = UnlistedOperator.GROUPS_OFFSET;

    private DialectOperators() {}

    private static SqlOperator operator(String name, int precedence) {
        return new SqlBinaryOperator(name, SqlKind.OTHER, precedence, true, null, null, null);
    }
}

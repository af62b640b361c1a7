package io.blink.core.function;

/**
 * The scalar operations that a {@code Call} in a plan may name. The planner inserts casts, so that the arguments of arithmetic and comparisons have the
 * types given here. Unless said otherwise a NULL argument gives NULL.
 */
public enum ScalarFunction {
    // Logic, three-valued (SQL:2016 6.39)
    /** Any number of BOOLEAN arguments; FALSE wins over NULL. */
    AND,
    /** Any number of BOOLEAN arguments; TRUE wins over NULL. */
    OR,
    NOT,
    /** Never NULL, as the next seven. */
    IS_NULL,
    IS_NOT_NULL,
    IS_TRUE,
    IS_NOT_TRUE,
    IS_FALSE,
    IS_NOT_FALSE,
    IS_DISTINCT_FROM,
    IS_NOT_DISTINCT_FROM,

    // Comparison: both arguments of one type (nullability and string length aside)
    EQUALS,
    NOT_EQUALS,
    LESS_THAN,
    LESS_OR_EQUAL,
    GREATER_THAN,
    GREATER_OR_EQUAL,
    /** First argument, lower bound, upper bound, both included. */
    BETWEEN,
    /** First argument, then literals of its type; NULL as in SQL. */
    IN,
    NOT_IN,
    /** Text, pattern [, escape]. */
    LIKE,

    // Conditionals: evaluated only where chosen
    /** condition, value, condition, value, …, [otherwise]. */
    CASE,
    COALESCE,
    IF,
    NULLIF,
    GREATEST,
    LEAST,

    // Arithmetic. Integers and DOUBLE/FLOAT: arguments and result of one type. DECIMAL: any precision and scale, result
    // as the call's type says.
    /** Also DATE/TIMESTAMP + interval. */
    ADD,
    /** Also DATE/TIMESTAMP - interval, and DATE - DATE giving days as INT. */
    SUBTRACT,
    MULTIPLY,
    /** Division by zero is an error, for integers and decimals; doubles follow IEEE 754. */
    DIVIDE,
    MODULO,
    NEGATE,
    ABS,
    SIGN,
    CEIL,
    FLOOR,
    /** value [, digits]; HALF_UP. */
    ROUND,
    TRUNCATE,
    POWER,
    SQRT,
    EXP,
    LN,
    LOG10,
    LOG2,
    /** [base,] value. */
    LOG,
    SIN,
    COS,
    TAN,
    COT,
    ASIN,
    ACOS,
    ATAN,
    ATAN2,
    SINH,
    COSH,
    TANH,
    DEGREES,
    RADIANS,
    PI,
    E,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    BIT_NOT,

    // Strings: positions and lengths in code points, positions from 1
    CONCAT,
    CONCAT_WS,
    CHAR_LENGTH,
    OCTET_LENGTH,
    UPPER,
    LOWER,
    INITCAP,
    /** text, start [, length]. */
    SUBSTRING,
    LEFT,
    RIGHT,
    /** text [, characters]; both ends. */
    TRIM,
    LTRIM,
    RTRIM,
    LPAD,
    RPAD,
    REPEAT,
    REPLACE,
    /** text, characters, their replacements one by one; those without one are left out. */
    TRANSLATE,
    REVERSE,
    /** needle, text [, from which position]. */
    POSITION,
    /** text, needle. */
    INSTR,
    /** text, start [, length], replacement: OVERLAY(text PLACING replacement FROM start FOR length). */
    OVERLAY,
    SPLIT_INDEX,
    STARTS_WITH,
    ENDS_WITH,
    REGEXP,
    REGEXP_REPLACE,
    REGEXP_EXTRACT,
    ASCII,
    CHR,
    TO_BASE64,
    FROM_BASE64,
    HEX,
    /** An integer in base 2. */
    BIN,
    UNHEX,
    MD5,
    SHA1,
    SHA256,

    // Date and time
    /** unit as a literal string (YEAR, QUARTER, MONTH, WEEK, DAY, DOY, DOW, HOUR, MINUTE, SECOND, EPOCH, MILLISECOND, …), value. BIGINT. */
    EXTRACT,
    /** unit literal, timestamp or date: rounded down to the unit. */
    DATE_TRUNC,
    /** unit literal, amount, value. */
    TIMESTAMP_ADD,
    /** unit literal, from, to. */
    TIMESTAMP_DIFF,
    /** timestamp, Java pattern. */
    DATE_FORMAT,
    TO_DATE,
    TO_TIMESTAMP,
    /** Seconds (precision 0) or milliseconds (precision 3, the default) since 1970, or a text in the session zone [, pattern]. */
    TO_TIMESTAMP_LTZ,
    UNIX_TIMESTAMP,
    FROM_UNIXTIME,
    /** Days between: end, start. */
    DATEDIFF,
    DATE_ADD,
    DATE_SUB,
    LAST_DAY,
    /** The statement's start in the session zone, frozen in the plan. */
    CURRENT_DATE,
    CURRENT_TIMESTAMP,
    LOCALTIMESTAMP,
    CURRENT_TIME,

    // Conversion
    /** A failed conversion is an error with the value and both types. */
    CAST,
    /** A failed conversion is NULL. */
    TRY_CAST,

    // Constraints
    /** value, name of the column: the value; a NULL is an error that names the column. */
    REQUIRE_NOT_NULL,

    // Nested values
    /** row, field index literal. */
    ROW_FIELD,
    /** array, index from 1; or map, key. NULL outside. */
    ITEM,
    CARDINALITY,
    ARRAY_VALUE,
    MAP_VALUE,
    ROW_VALUE
}

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
    CBRT,
    HYPOT,
    LOG1P,
    EXPM1,
    ASINH,
    ACOSH,
    ATANH,
    /** To the nearest whole number, halves to the even one; DOUBLE. */
    RINT,
    IS_NAN,
    IS_INFINITE,
    /** Of 0 to 20; NULL for others. */
    FACTORIAL,
    /** Bits that are 1, of 64. */
    BIT_COUNT,
    /** INT or BIGINT, places; these count modulo the width, as in Java. */
    SHIFT_LEFT,
    SHIFT_RIGHT,
    SHIFT_RIGHT_UNSIGNED,
    /** Two BIGINT. */
    GCD,
    LCM,
    /** value, lower bound, upper bound (DOUBLE), buckets (BIGINT): 0 below, buckets + 1 above; NULL where there are no buckets. */
    WIDTH_BUCKET,
    /** digits, from which base, to which base (2 to 36, negative for signed numbers). */
    CONV,

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
    /** text, separator, field from 1, or from the end if negative; the empty string outside. */
    SPLIT_PART,
    /** text, separator, count: up to the count-th separator, or if negative behind it from the end. */
    SUBSTRING_INDEX,
    /** text, separators of pairs, separators of key and value, key. */
    KEYVALUE,
    /** text, list with commas: position from 1, or 0. */
    FIND_IN_SET,
    LEVENSHTEIN,
    SOUNDEX,
    IS_ALPHA,
    IS_DIGIT,
    IS_DECIMAL,
    /** Java's format, values of any types, NULL written as such. */
    FORMAT_STRING,
    /** number, digits behind the point; groups of three by commas. */
    FORMAT_NUMBER,
    URL_ENCODE,
    /** NULL for what is not encoded so. */
    URL_DECODE,
    /** URL, part (HOST, PATH, QUERY, REF, PROTOCOL, FILE, AUTHORITY, USERINFO) [, key of the query]. */
    PARSE_URL,
    REGEXP,
    REGEXP_REPLACE,
    REGEXP_EXTRACT,
    /** text, expression [, group, 1 if not given]: all matches. */
    REGEXP_EXTRACT_ALL,
    REGEXP_COUNT,
    /** The position of the first match, or 0. */
    REGEXP_INSTR,
    REGEXP_SUBSTR,
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
    SHA224,
    SHA256,
    SHA384,
    SHA512,
    CRC32,
    /** 64 bits with seed 42. */
    XXHASH64,
    /** MurmurHash3, 32 bits, seed 0. */
    MURMUR_HASH,
    /** Java's hash of the string. */
    HASH_CODE,
    /** IPv4 address with points: BIGINT; parts may be missing, as inet_aton(3) has it. NULL for what is none. */
    INET_ATON,
    /** BIGINT: IPv4 address with points, NULL for what is none. */
    INET_NTOA,
    /** text, name of a character set: bytes. */
    ENCODE,
    /** bytes, name of a character set: text. */
    DECODE,
    /** Text in base 64: bytes. */
    UNBASE64,

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
    /** Seconds (precision 0) or milliseconds (precision 3, the default) since 1970, or a text [, pattern [, zone, else the session's]]. */
    TO_TIMESTAMP_LTZ,
    UNIX_TIMESTAMP,
    FROM_UNIXTIME,
    /** Days between: end, start. */
    DATEDIFF,
    DATE_ADD,
    DATE_SUB,
    LAST_DAY,
    /** end, start [, whether to round to 8 digits]: DOUBLE; whole between equal days and between last days of months. */
    MONTHS_BETWEEN,
    /** date, name of a day of the week: the first such day after it. */
    NEXT_DAY,
    /** year, month, day. */
    MAKE_DATE,
    /** year, month, day, hour, minute, seconds as a decimal. */
    MAKE_TIMESTAMP,
    /** text, from which zone, to which zone: text. */
    CONVERT_TZ,
    /** timestamp in UTC, zone: the clock in the zone. */
    FROM_UTC_TIMESTAMP,
    /** timestamp in the zone, zone: the clock in UTC. */
    TO_UTC_TIMESTAMP,
    /** The statement's start in the session zone, frozen in the plan. */
    CURRENT_DATE,
    CURRENT_TIMESTAMP,
    LOCALTIMESTAMP,
    CURRENT_TIME,

    // Different at each row, and from run to run: see isDeterministic
    /** [seed]: DOUBLE from 0 to below 1; the same sequence for the same seed. */
    RAND,
    /** [seed,] bound: INT from 0 to below the bound. */
    RAND_INTEGER,
    /** A random UUID (RFC 4122, version 4) as text. */
    UUID,
    /** The moment at which the row is processed: TIMESTAMP_LTZ(3). */
    PROCTIME,

    // Conversion
    /** The type of its argument as text. */
    TYPEOF,
    /** A failed conversion is an error with the value and both types. */
    CAST,
    /** A failed conversion is NULL. */
    TRY_CAST,

    // Constraints
    /** value, name of the column: the value; a NULL is an error that names the column. */
    REQUIRE_NOT_NULL,
    /** condition [, message]: BOOLEAN NULL; what is not TRUE is an error with the message. */
    ASSERT_TRUE,
    /** message: always an error with it; of whatever type the place needs. */
    RAISE_ERROR,

    // Nested values
    /** row, field index literal. */
    ROW_FIELD,
    /** array, index from 1; or map, key. NULL outside. */
    ITEM,
    CARDINALITY,
    ARRAY_VALUE,
    MAP_VALUE,
    ROW_VALUE,

    // Arrays and maps; elements are equal as IS NOT DISTINCT FROM has it, and arrays of one call have elements of one
    // type
    /** array, value. */
    ARRAY_CONTAINS,
    /** array, value: its first place from 1, or 0. */
    ARRAY_POSITION,
    ARRAY_APPEND,
    ARRAY_PREPEND,
    ARRAY_CONCAT,
    /** Without repetitions, in the order of first places; so the next three. */
    ARRAY_DISTINCT,
    ARRAY_EXCEPT,
    ARRAY_INTERSECT,
    ARRAY_UNION,
    /** Whether the arrays share an element that is not NULL. */
    ARRAYS_OVERLAP,
    /** array, delimiter [, text for NULL]; without it NULLs are left out. */
    ARRAY_JOIN,
    ARRAY_MAX,
    ARRAY_MIN,
    ARRAY_REMOVE,
    /** value, times. */
    ARRAY_REPEAT,
    ARRAY_REVERSE,
    /** array, from, to: places from 1, both included, negative ones from the end. */
    ARRAY_SLICE,
    /** array [, ascending [, nulls first]]. */
    ARRAY_SORT,
    /** arrays: rows of their elements at the same place, NULL beyond the end of the shorter. */
    ARRAYS_ZIP,
    /** The places of the elements from 0. */
    ARRAY_INDEXES,
    /** The only element of an array; several are an error. */
    ELEMENT,
    FLATTEN,
    /** from, to [, step]: integers, both included. */
    SEQUENCE,
    /** text, delimiter. */
    SPLIT,
    /** array: MAP of its elements without NULLs and how often each is there, INT; in the order of first places. */
    ARRAY_COUNTS,
    /**
     * array, body, number of the element [, number of its place from 0]: the body's values for the elements. The body is an expression over the row in which
     * {@link #LAMBDA_PARAMETER}s stand for what it is called with; the numbers are literals.
     */
    ARRAY_TRANSFORM,
    /** The same with a BOOLEAN: the elements for which it is TRUE. */
    ARRAY_FILTER,
    /** The same: TRUE if it is for an element, else NULL if it is for one, else FALSE. */
    ARRAY_ANY_MATCH,
    /** array, first value, body, number of the value so far, number of the element: the value after the last element. */
    ARRAY_REDUCE,
    /** A literal number, INT, of a parameter of the innermost body around it that has one of that number. */
    LAMBDA_PARAMETER,
    /** text, delimiter of entries, delimiter of key and value. */
    STR_TO_MAP,
    MAP_KEYS,
    MAP_VALUES,
    MAP_ENTRIES,
    MAP_FROM_ARRAYS,
    MAP_FROM_ENTRIES,
    /** maps: of entries with one key the last. */
    MAP_UNION,

    // JSON in strings; modes are literal strings
    /** text, path, on empty, its default, on error, its default: NULL, ERROR or DEFAULT. */
    JSON_VALUE,
    /** text, path, wrapper, on empty, on error: NULL, ERROR, EMPTY_ARRAY or EMPTY_OBJECT. */
    JSON_QUERY,
    /** text, path, on error: TRUE, FALSE, UNKNOWN or ERROR. */
    JSON_EXISTS,
    /** text, path; NULL for whatever is not there. */
    GET_JSON_OBJECT,
    /** format (N or A for NULLs kept or absent; then for each value v, or j if it is JSON), key, value, …. */
    JSON_OBJECT,
    /** format, value, …. */
    JSON_ARRAY,
    /** Any value as JSON. */
    JSON_STRING,
    /** text, VALUE, OBJECT, ARRAY or SCALAR. */
    IS_JSON,
    JSON_QUOTE,
    JSON_UNQUOTE,
    /** INT; NULL for what is no JSON array. */
    JSON_ARRAY_LENGTH,
    /** ARRAY of the keys; NULL for what is no JSON object. */
    JSON_OBJECT_KEYS,

    // Functions of users: which one as a literal ({@code UserFunction}), then its arguments. NULL as the function wants
    // it
    USER,
    /** Of one that is not deterministic: called once for each row. */
    USER_VOLATILE;

    /** Whether equal arguments give equal results within a statement, so that a call may be moved, repeated or computed once. */
    public boolean isDeterministic() {
        return this != RAND && this != RAND_INTEGER && this != UUID && this != PROCTIME && this != USER_VOLATILE;
    }
}

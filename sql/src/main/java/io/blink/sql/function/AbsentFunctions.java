package io.blink.sql.function;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Functions of Flink, Spark and Hive that are not here, or none where one value is expected, and what to write instead. */
public final class AbsentFunctions {
    /** Stands for the function's name as it was written. */
    private static final String NAME = "%s";

    private static final Map<String, String> ADVICE = new HashMap<>();

    static {
        say("join the entries of the maps: FULL JOIN of CROSS JOIN UNNEST(map) AS t (k, v)", "MAP_ZIP_WITH");
        say(
                "there is no type VARIANT; keep JSON as text and read it with JSON_VALUE and JSON_QUERY",
                "PARSE_JSON",
                "TRY_PARSE_JSON",
                "VARIANT_GET",
                "TRY_VARIANT_GET",
                "TO_VARIANT_OBJECT",
                "IS_VARIANT_NULL",
                "SCHEMA_OF_VARIANT");
        say(
                "a text of JSON has no type of its own; read its parts with JSON_VALUE(text, '$.name' RETURNING type) and JSON_QUERY",
                "FROM_JSON",
                "SCHEMA_OF_JSON");
        say(
                "there is no type BITMAP; count with COUNT(DISTINCT x) or APPROX_COUNT_DISTINCT(x), combine bits with BIT_AND, BIT_OR and BIT_XOR",
                "BITMAP_AND",
                "BITMAP_ANDNOT",
                "BITMAP_AND_AGG",
                "BITMAP_AND_CARDINALITY_AGG",
                "BITMAP_BUILD",
                "BITMAP_BUILD_AGG",
                "BITMAP_BUILD_CARDINALITY_AGG",
                "BITMAP_CARDINALITY",
                "BITMAP_FROM_BYTES",
                "BITMAP_OR",
                "BITMAP_OR_AGG",
                "BITMAP_OR_CARDINALITY_AGG",
                "BITMAP_TO_ARRAY",
                "BITMAP_TO_BYTES",
                "BITMAP_TO_STRING",
                "BITMAP_XOR",
                "BITMAP_XOR_AGG",
                "BITMAP_XOR_CARDINALITY_AGG",
                "BITMAP_BIT_POSITION",
                "BITMAP_BUCKET_NUMBER",
                "BITMAP_CONSTRUCT_AGG",
                "BITMAP_COUNT");
        say(
                "there are no structured types; make a row with NAMED_STRUCT('name', value, …) or ROW(…)",
                "OBJECT_OF",
                "OBJECT_UPDATE");
        say("models are not supported", "ML_PREDICT", "ML_EVALUATE", "ML_FORECAST");
        say(
                "watermarks cannot be read in a query; a table declares its own by an expression, WATERMARK FOR column AS …, or by SOURCE_WATERMARK() where its source knows them",
                "CURRENT_WATERMARK",
                "SOURCE_WATERMARK");
        say("write ROW_NUMBER() OVER ()", "MONOTONICALLY_INCREASING_ID");
        say(
                "rows do not say where they come from",
                "INPUT_FILE_NAME",
                "INPUT_FILE_BLOCK_START",
                "INPUT_FILE_BLOCK_LENGTH",
                "SPARK_PARTITION_ID");
        say(
                "compute in a wider type and convert back: TRY_CAST(CAST(a AS DECIMAL(38, 0)) + b AS BIGINT)",
                "TRY_ADD",
                "TRY_SUBTRACT",
                "TRY_MULTIPLY",
                "TRY_SUM",
                "TRY_AVG");
        say("write TRY_CAST(text AS DECIMAL(p, s))", "TO_NUMBER", "TRY_TO_NUMBER");
        say("write ENCODE(text, 'UTF-8'), UNHEX(text) or UNBASE64(text)", "TO_BINARY", "TRY_TO_BINARY");
        say("write XXHASH64(text) or MURMUR_HASH(text); several values: of CONCAT_WS", "HASH");
        say("count with GROUP BY WIDTH_BUCKET(x, low, high, n)", "HISTOGRAM_NUMERIC");
        say("the type of text is declared by a table of format csv", "FROM_CSV", "TO_CSV", "SCHEMA_OF_CSV");
        say("XML is not supported", "XPATH", "XPATH_STRING", "XPATH_INT", "XPATH_BOOLEAN", "FROM_XML", "TO_XML");
        say(
                "it gives rows, not one value: write it behind FROM, as LATERAL VIEW [OUTER] %s(…) t AS x or CROSS JOIN UNNEST(…) AS t (x)",
                "EXPLODE",
                "EXPLODE_OUTER",
                "POSEXPLODE",
                "POSEXPLODE_OUTER",
                "INLINE",
                "INLINE_OUTER",
                "STACK",
                "JSON_TUPLE");
        say("use CREATE FUNCTION for methods of Java", "JAVA_METHOD", "REFLECT", "TRY_REFLECT");
        say("write ROUND(x, n), which rounds halves away from 0, or RINT(x), which rounds them to even", "BROUND");
    }

    private AbsentFunctions() {}

    private static void say(String advice, String... names) {
        Arrays.stream(names).forEach(name -> ADVICE.put(name, advice));
    }

    /** Empty for a name that is known nowhere. */
    public static Optional<String> advice(String name) {
        return Optional.ofNullable(ADVICE.get(name.toUpperCase(Locale.ROOT))).map(advice -> advice.replace(NAME, name));
    }
}

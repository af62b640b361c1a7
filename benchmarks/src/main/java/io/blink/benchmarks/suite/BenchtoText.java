package io.blink.benchmarks.suite;

/** The texts of trino-benchto-benchmarks have variables for catalog and schema before each table, in q14 inside a literal too. */
final class BenchtoText {
    private static final String SCHEMA = "${database}.${schema}.";

    private BenchtoText() {}

    static String tables(String text) {
        String plain = text.replace(SCHEMA, "").strip();
        return plain.endsWith(";") ? plain.substring(0, plain.length() - 1) : plain;
    }
}

package io.blink.benchmarks.suite;

/** The texts of trino-benchto-benchmarks have variables for catalog and schema before each table, in TPC-DS q14 inside a literal too, and for the scale. */
final class BenchtoText {
    private static final String SCHEMA = "${database}.${schema}.";
    private static final String QUOTED_SCHEMA = "\"${database}\".\"${schema}\".";

    private BenchtoText() {}

    static String fill(String text, double scale) {
        String plain = text.replace(SCHEMA, "")
                .replace(QUOTED_SCHEMA, "")
                .replace("${prefix}", "")
                .replace("${scale}", Double.toString(scale))
                .strip();
        return plain.endsWith(";") ? plain.substring(0, plain.length() - 1) : plain;
    }
}

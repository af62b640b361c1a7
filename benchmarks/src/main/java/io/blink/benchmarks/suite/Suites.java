package io.blink.benchmarks.suite;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.data.DataSet;
import io.blink.benchmarks.data.ScanRows;
import io.blink.benchmarks.data.TpcdsRows;
import io.blink.benchmarks.data.TpchRows;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The suites by name. */
public final class Suites {
    private static final int TPCDS_QUERIES = 99;
    private static final int TPCH_QUERIES = 22;
    /** At scale 1, where {@code store_sales} has 2,880,404 rows: so many are taken from the sorted rows, or passed over. */
    private static final long SORTED_ROWS = 2_800_000;

    /** In {@code store_sales} at scale 1, about twelve rows each. */
    private static final long TICKETS = 240_000;

    public static final List<String> NAMES = List.of("basics", "scan", "tpcds", "tpch");

    private Suites() {}

    /** @param scale of the data, which some queries depend on */
    public static Suite named(String name, double scale) {
        return switch (name) {
            case "basics" -> basics(scale);
            case "scan" -> scan(scale);
            case "tpcds" -> complete(new TpcdsRows(), TPCDS_QUERIES, scale);
            case "tpch" -> complete(new TpchRows(), TPCH_QUERIES, scale);
            default ->
                throw new BlinkException(
                        BenchErrorCode.COMMAND_LINE,
                        "There is no suite " + name + "; the suites are " + String.join(", ", NAMES));
        };
    }

    /** A scan, a join with grouping, a sort and a late page of one: one operator dominates each. */
    private static Suite basics(double scale) {
        String rows = Long.toString(Math.round(scale * SORTED_ROWS));
        return new Suite(
                "basics",
                new TpcdsRows(),
                List.of("store_sales", "date_dim", "item"),
                Stream.of("scan", "join", "sort", "page")
                        .map(name -> new Query(
                                name,
                                text("/io/blink/benchmarks/suite/basics/" + name + ".sql")
                                        .replace("${rows}", rows)))
                        .toList());
    }

    /** One row of a hundred: of neighbours or from everywhere, by numbers, strings and decimals; four columns into aggregates or as they are. */
    private static Suite scan(double scale) {
        long tickets = Math.max(100, Math.round(scale * TICKETS));
        return new Suite(
                "scan",
                new ScanRows(),
                List.of("store_sales", "document"),
                Stream.of(
                                "sales-clustered",
                                "sales-scattered",
                                "sales-decimal",
                                "sales-rows",
                                "documents-clustered",
                                "documents-scattered",
                                "documents-kind",
                                "documents-title",
                                "documents-decimal",
                                "documents-rows")
                        .map(name -> new Query(
                                name,
                                text("/io/blink/benchmarks/suite/scan/" + name + ".sql")
                                        .replace("${ticket}", Long.toString(tickets / 2))
                                        .replace("${ticketEnd}", Long.toString(tickets / 2 + tickets / 100))))
                        .toList());
    }

    /** All queries as trino-benchto-benchmarks has them, where queries of two statements are one. */
    private static Suite complete(DataSet data, int queries, double scale) {
        return new Suite(
                data.label(),
                data,
                data.tables(),
                IntStream.rangeClosed(1, queries)
                        .mapToObj(number -> new Query(
                                "q" + number,
                                BenchtoText.fill(
                                        text("/sql/presto/%s/q%02d.sql".formatted(data.label(), number)), scale)))
                        .toList());
    }

    private static String text(String resource) {
        try (InputStream in = Suites.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot read the query text " + resource, e);
        }
    }
}

package io.blink.benchmarks.planning;

import io.blink.benchmarks.data.ParquetTables;
import io.blink.benchmarks.report.TextTable;
import io.blink.benchmarks.suite.Query;
import io.blink.benchmarks.suite.Suite;
import io.blink.benchmarks.suite.Suites;
import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.config.Configuration;
import io.blink.session.StatementResult;
import io.blink.sql.SqlOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench estimates}: how far off the planner's row counts are. The tables go to standard output. */
@Command(
        name = "estimates",
        description =
                "Runs EXPLAIN ANALYZE over the queries of a suite, without runtime filters, and compares the rows of each operator with what was expected.",
        mixinStandardHelpOptions = true)
public final class EstimatesCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", defaultValue = "tpcds", description = "the suite (${DEFAULT-VALUE})")
    private String suiteName;

    @Option(names = "--scale", description = "Scale of the data (default ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(names = "--queries", split = ",", description = "Some queries of the suite (default all).")
    private List<String> queries = List.of();

    @Option(names = "--folder", description = "Data (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--worst", description = "How many of the worst to list (default ${DEFAULT-VALUE}).")
    private int worst = 20;

    @Override
    public Integer call() {
        Suite all = Suites.named(suiteName, scale);
        Suite suite = queries.isEmpty() ? all : all.only(queries);
        Path data = new ParquetTables(suite.data(), folder, scale, System.err).prepare(suite.tables(), 1);
        List<EstimateError> errors = new ArrayList<>();
        Configuration settings = Configuration.empty().with(SqlOptions.RUNTIME_FILTERS.key(), "false");
        try (SuiteSession session = new SuiteSession(suite.tables(), data, settings)) {
            for (Query query : suite.queries()) {
                errors.addAll(EstimateError.of(query.id(), text(session.execute("EXPLAIN ANALYZE " + query.text()))));
            }
        }
        summary(errors).forEach(System.out::println);
        System.out.println();
        worst(errors).forEach(System.out::println);
        return 0;
    }

    private static String text(StatementResult result) {
        StringBuilder text = new StringBuilder();
        for (Batch batch : ((StatementResult.Table) result).batches()) {
            for (int row = 0; row < batch.rowCount(); row++) {
                text.append(((BytesColumn) batch.column(0).flat()).string(row)).append('\n');
            }
        }
        return text.toString();
    }

    private static List<String> summary(List<EstimateError> errors) {
        Map<String, List<EstimateError>> byOperator = new LinkedHashMap<>();
        byOperator.put("all", errors);
        errors.forEach(error -> byOperator
                .computeIfAbsent(error.operator(), unknown -> new ArrayList<>())
                .add(error));
        TextTable table = new TextTable(List.of("operator", "number", "median", "90 %", "worst"));
        byOperator.forEach((operator, of) -> {
            double[] factors =
                    of.stream().mapToDouble(EstimateError::factor).sorted().toArray();
            if (factors.length > 0) {
                table.row(List.of(
                        operator,
                        Integer.toString(factors.length),
                        factor(factors[factors.length / 2]),
                        factor(factors[factors.length * 9 / 10]),
                        factor(factors[factors.length - 1])));
            }
        });
        return table.lines();
    }

    private List<String> worst(List<EstimateError> errors) {
        return errors.stream()
                .sorted(Comparator.comparingDouble(EstimateError::factor).reversed())
                .limit(worst)
                .map(error -> String.format(
                        Locale.ROOT,
                        "%s: %s times, expected %.0f, were %.0f: %.120s",
                        error.query(),
                        factor(error.factor()),
                        error.expected(),
                        error.actual(),
                        error.text()))
                .toList();
    }

    private static String factor(double factor) {
        return String.format(Locale.ROOT, factor < 100 ? "%.1f" : "%.0f", factor);
    }
}

package io.blink.testing.peers;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** The main class of a Spark process: {@code SparkStatements KEY=VALUE...}, each of them a setting of the session. */
public final class SparkStatements implements StatementLoop.Engine {
    private final SparkSession session;

    private SparkStatements(SparkSession session) {
        this.session = session;
    }

    public static void main(String[] settings) throws IOException {
        PrintStream answers = System.out;
        SparkSession.Builder builder = SparkSession.builder().appName("statements");
        // DATE and TIMESTAMP come as java.time values, which know days before 1582 by one calendar only.
        builder.config("spark.sql.datetime.java8API.enabled", true);
        for (String setting : settings) {
            String[] parts = setting.split("=", 2);
            builder.config(parts[0], parts[1]);
        }
        try (SparkSession session = builder.getOrCreate()) {
            new StatementLoop(new SparkStatements(session), answers).run();
        }
    }

    @Override
    public void run(String text, RowFile rows) throws IOException {
        Dataset<Row> result = session.sql(text);
        StructField[] fields = result.schema().fields();
        List<String> types = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (StructField field : fields) {
            types.add(field.dataType().sql());
            names.add(field.name());
        }
        List<Row> found = result.collectAsList();
        if (fields.length == 0) {
            return;
        }
        rows.begin(types, names);
        String[] values = new String[fields.length];
        for (Row row : found) {
            for (int column = 0; column < values.length; column++) {
                values[column] = text(row.get(column));
            }
            rows.row(Arrays.asList(values));
        }
    }

    private static String text(Object value) {
        if (value instanceof Row row) {
            return java.util.stream.IntStream.range(0, row.size())
                    .mapToObj(i -> String.valueOf(text(row.get(i))))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return text(scala.jdk.javaapi.CollectionConverters.asJava(map));
        }
        if (value instanceof java.util.Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
                    .sorted()
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            return scala.jdk.javaapi.CollectionConverters.asJava(sequence).stream()
                    .map(element -> String.valueOf(text(element)))
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return ValueText.of(value);
    }
}

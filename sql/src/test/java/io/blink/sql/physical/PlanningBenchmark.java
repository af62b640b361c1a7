package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.plan.PlanJson;
import io.blink.sql.PlannedStatement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** Prints how long warm planning of a file's statement takes, from text to JSON. Arguments: file, repetitions, {@code explain} to print its plan. */
public final class PlanningBenchmark {
    private PlanningBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        String sql = Files.readString(Path.of(arguments[0])).split("\n----\n", 2)[0];
        int repetitions = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
        if (arguments.length > 2) {
            System.out.println(PlannedTables.plan(sql).explain());
        }
        double[] millis = new double[repetitions];
        long jsonBytes = 0;
        for (int i = 0; i < repetitions; i++) {
            long start = System.nanoTime();
            PlannedStatement planned = PlannedTables.plan(sql, Configuration.empty());
            jsonBytes = PlanJson.write(planned.graph()).length();
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        double[] warm = Arrays.copyOfRange(millis, repetitions / 2, repetitions);
        Arrays.sort(warm);
        System.out.printf(
                Locale.ROOT,
                "first %.1f ms, warm median %.2f ms, p95 %.2f ms, plan %d bytes of JSON%n",
                millis[0],
                warm[warm.length / 2],
                warm[warm.length * 95 / 100],
                jsonBytes);
    }
}

package io.blink.benchmarks.engine;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.compare.CsvRecords;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One script for all runs of all works. Behind each run stands a statement whose result is a mark, since results follow each other without a gap on standard
 * output: statement 2i+1 is run i, statement 2i+2 its mark.
 */
record BlinkScript(List<BlinkScript.Run> runs) {
    private static final String MARK = "blink_bench_mark";

    record Run(Work work, int number) {}

    static BlinkScript of(List<Work> works) {
        List<Run> runs = new ArrayList<>();
        works.forEach(work -> work.runs().forEach(number -> runs.add(new Run(work, number))));
        return new BlinkScript(List.copyOf(runs));
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < runs.size(); i++) {
            text.append(runs.get(i).work().text()).append("\n;\n");
            text.append("SELECT ").append(i).append(" AS ").append(MARK).append(";\n");
        }
        return text.toString();
    }

    static boolean isMark(int statement) {
        return statement % 2 == 0;
    }

    static int run(int statement) {
        return (statement - 1) / 2;
    }

    /** Cuts standard output into the result files of the works; a run that printed nothing leaves its file alone. */
    void writeResults(Path output) {
        List<List<String>> records = new ArrayList<>();
        boolean[] markComes = new boolean[1];
        CsvRecords.forEach(output, record -> {
            if (markComes[0]) {
                int run = Integer.parseInt(record.get(0));
                write(records, runs.get(run).work().resultFile());
                records.clear();
                markComes[0] = false;
            } else if (record.size() == 1 && MARK.equals(record.get(0))) {
                markComes[0] = true;
            } else {
                records.add(record);
            }
        });
    }

    private static void write(List<List<String>> records, Path file) {
        if (records.isEmpty()) {
            return;
        }
        try {
            Path written = file.resolveSibling(file.getFileName() + ".new");
            Files.write(written, records.stream().map(BlinkScript::line).toList());
            Files.move(written, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write the rows of a query into " + file, e);
        }
    }

    private static String line(List<String> record) {
        return record.stream()
                .map(value -> value == null ? "" : '"' + value.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(","));
    }
}

package io.blink.benchmarks.data;

import io.blink.core.type.Field;
import io.blink.testing.tpcds.TpcdsCsv;
import io.blink.testing.tpcds.TpcdsSchema;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** The 24 tables of TPC-DS. */
public record TpcdsRows() implements DataSet {
    @Override
    public String label() {
        return "tpcds";
    }

    @Override
    public List<String> tables() {
        return TpcdsSchema.tables();
    }

    @Override
    public List<Field> columns(String table) {
        return TpcdsSchema.columns(table);
    }

    @Override
    public void write(Path folder, double scale, int threads, List<String> tables, PrintStream progress) {
        TpcdsCsv.generate(folder, scale, threads, tables, progress);
    }

    @Override
    public Path rowFile(Path folder, String table) {
        return folder.resolve(table + ".csv");
    }

    @Override
    public String csvOptions() {
        return "header = true, allow_quoted_nulls = false";
    }
}

package io.blink.benchmarks.data;

import io.blink.core.type.Field;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** Tables that a generator makes at any scale. */
public sealed interface DataSet permits TpcdsRows, TpchRows, ScanRows, RenamedRows {
    /** How folders are called. */
    String label();

    /** All of them. */
    List<String> tables();

    /** Names and types in the order of the rows. */
    List<Field> columns(String table);

    /** Writes the rows of some tables as text; {@link #rowFile} appears when it is complete. Blocks. */
    void write(Path folder, double scale, int threads, List<String> tables, PrintStream progress);

    Path rowFile(Path folder, String table);

    /** What DuckDB's {@code read_csv} must know of the text. */
    String csvOptions();
}

package io.blink.benchmarks.data;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.testing.peers.Peer;
import io.blink.testing.peers.PeerKind;
import io.blink.testing.peers.PeerOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tables of a data set as Snappy Parquet, written by DuckDB: {@code FOLDER/<table>/<table>.parquet}. A table's folder appears when its file is complete, so that what is
 * there is never made again. CHAR columns are strings without trailing blanks, as every engine reads them.
 */
public final class ParquetTables {
    private static final Duration COPY_TIMEOUT = Duration.ofHours(1);

    private final DataSet data;
    private final Path folder;
    private final Path temporary;
    private final double scale;
    private final PrintStream progress;

    /** @param below what is prepared lies in a folder that is called after the data and the scale */
    public ParquetTables(DataSet data, Path below, double scale, PrintStream progress) {
        this.data = data;
        this.folder = below.resolve(data.label() + "-" + scaleText(scale)).toAbsolutePath();
        this.temporary = below.resolve("rows-" + scaleText(scale)).toAbsolutePath();
        this.scale = scale;
        this.progress = progress;
    }

    /** As it stands in names of folders and in reports: 1, 0.01. */
    public static String scaleText(double scale) {
        return scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
    }

    /** Makes what is missing, and returns the folder of the tables; blocks, for minutes at scale 1. */
    public Path prepare(List<String> tables, int threads) {
        List<String> missing = tables.stream()
                .filter(table -> !Files.exists(folder.resolve(table)))
                .toList();
        if (missing.isEmpty()) {
            return folder;
        }
        progress.printf("Making %d tables at scale %s below %s%n", missing.size(), scale, folder);
        List<String> rows = missing.stream()
                .filter(table -> !Files.exists(data.rowFile(temporary, table)))
                .toList();
        if (!rows.isEmpty()) {
            data.write(temporary, scale, threads, rows, progress);
        }
        try (Peer duckDb = Peer.start(new PeerOptions(
                PeerKind.DUCKDB,
                temporary.resolve("duckdb"),
                List.of(),
                List.of("-Xmx256m"),
                Map.of("threads", Integer.toString(threads), "memory_limit", "2GB")))) {
            missing.forEach(table -> write(duckDb, table));
        }
        return folder;
    }

    private void write(Peer duckDb, String table) {
        Path unfinished = temporary.resolve(table + ".unfinished");
        try {
            Files.createDirectories(folder);
            Files.createDirectories(unfinished);
            Path file = unfinished.resolve(table + ".parquet");
            duckDb.execute(copy(table, file), COPY_TIMEOUT);
            Files.move(unfinished, folder.resolve(table), StandardCopyOption.ATOMIC_MOVE);
            Files.delete(data.rowFile(temporary, table));
            progress.println(table + " is there");
        } catch (IOException e) {
            throw new BlinkException(
                    BenchErrorCode.FILE_ACCESS, "Cannot write the table " + table + " below " + folder, e);
        }
    }

    private String copy(String table, Path file) {
        String columns =
                data.columns(table).stream().map(ParquetTables::column).collect(Collectors.joining(", ", "{", "}"));
        return "COPY (SELECT * FROM read_csv('" + data.rowFile(temporary, table) + "', " + data.csvOptions()
                + ", columns = " + columns + ")) TO '" + file + "' (FORMAT parquet, COMPRESSION snappy)";
    }

    private static String column(Field field) {
        return "'" + field.name() + "': '" + type(field.type()) + "'";
    }

    private static String type(DataType type) {
        return switch (type.kind()) {
            case CHAR, VARCHAR -> "VARCHAR";
            case INT -> "INTEGER";
            default -> type.toString().replace(" NOT NULL", "");
        };
    }
}

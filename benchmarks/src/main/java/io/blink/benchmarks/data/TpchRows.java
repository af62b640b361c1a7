package io.blink.benchmarks.data;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.trino.tpch.TpchColumn;
import io.trino.tpch.TpchColumnType;
import io.trino.tpch.TpchEntity;
import io.trino.tpch.TpchTable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The 8 tables of TPC-H, their columns without the prefix of the table ({@code orderkey}), since the texts of the queries have them so. Keys are BIGINT, amounts and
 * quantities DECIMAL(15, 2) as the specification says (1.3.1).
 */
public record TpchRows() implements DataSet {
    private static final DataType AMOUNT = DataType.decimal(15, 2);

    @Override
    public String label() {
        return "tpch";
    }

    @Override
    public List<String> tables() {
        return TpchTable.getTables().stream()
                .map(TpchTable::getTableName)
                .sorted()
                .toList();
    }

    @Override
    public List<Field> columns(String table) {
        List<Field> fields = new ArrayList<>();
        for (TpchColumn<?> column : TpchTable.getTable(table).getColumns()) {
            fields.add(new Field(column.getSimplifiedColumnName(), type(column.getType())));
        }
        return fields;
    }

    private static DataType type(TpchColumnType type) {
        return switch (type.getBase()) {
            case IDENTIFIER -> DataType.of(TypeKind.BIGINT);
            case INTEGER -> DataType.of(TypeKind.INT);
            case DATE -> DataType.of(TypeKind.DATE);
            case DOUBLE -> AMOUNT;
            case VARCHAR -> DataType.varchar(type.getPrecision().orElseThrow().intValue());
        };
    }

    @Override
    public Path rowFile(Path folder, String table) {
        return folder.resolve(table + ".tbl");
    }

    /** As dbgen writes: no quotes, no header; nothing is NULL. */
    @Override
    public String csvOptions() {
        return "header = false, delim = '|', quote = '', escape = '', auto_detect = false";
    }

    @Override
    public void write(Path folder, double scale, int threads, List<String> tables, PrintStream progress) {
        ExecutorService writers = Executors.newFixedThreadPool(threads);
        try {
            Files.createDirectories(folder);
            List<Future<Path>> files = tables.stream()
                    .map(table -> writers.submit(() -> write(rowFile(folder, table), table, scale)))
                    .toList();
            for (Future<Path> file : files) {
                progress.println(file.get().getFileName() + " is written");
            }
        } catch (IOException | ExecutionException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write TPC-H rows into " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Interrupted while writing TPC-H rows", e);
        } finally {
            writers.shutdownNow();
        }
    }

    private static Path write(Path file, String table, double scale) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        try (BufferedWriter rows = Files.newBufferedWriter(unfinished)) {
            for (TpchEntity row : TpchTable.getTable(table).createGenerator(scale, 1, 1)) {
                String line = row.toLine();
                // Each value ends with a bar, the last one too.
                rows.write(line, 0, line.length() - 1);
                rows.write('\n');
            }
        }
        return Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }
}

package io.blink.benchmarks.data;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** The {@code store_sales} of TPC-DS, and {@code document}: a million rows at scale 1 of strings of up to 300 characters and of narrow and wide decimals; identifiers and days ascend. */
public record ScanRows() implements DataSet {
    public static final long DOCUMENTS = 1_000_000;

    private static final String DOCUMENT = "document";
    private static final LocalDate FIRST_DAY = LocalDate.of(2020, 1, 1);
    private static final int DAYS = 1000;
    private static final int NULL_EVERY = 50;
    private static final TpcdsRows SALES = new TpcdsRows();

    @Override
    public String label() {
        return "scan";
    }

    @Override
    public List<String> tables() {
        return List.of(DOCUMENT, "store_sales");
    }

    @Override
    public List<Field> columns(String table) {
        return table.equals(DOCUMENT)
                ? List.of(
                        new Field("doc_id", DataType.of(TypeKind.BIGINT)),
                        new Field("doc_day", DataType.of(TypeKind.DATE)),
                        new Field("doc_kind", DataType.varchar(12)),
                        new Field("doc_owner", DataType.varchar(40)),
                        new Field("doc_title", DataType.varchar(80)),
                        new Field("doc_text", DataType.varchar(400)),
                        new Field("doc_score", DataType.of(TypeKind.INT)),
                        new Field("doc_price", DataType.decimal(12, 2)),
                        new Field("doc_amount", DataType.decimal(30, 6)))
                : SALES.columns(table);
    }

    @Override
    public void write(Path folder, double scale, int threads, List<String> tables, PrintStream progress) {
        List<String> sales =
                tables.stream().filter(table -> !table.equals(DOCUMENT)).toList();
        if (!sales.isEmpty()) {
            SALES.write(folder, scale, threads, sales, progress);
        }
        if (sales.size() < tables.size()) {
            writeDocuments(folder, scale);
            progress.println(rowFile(folder, DOCUMENT).getFileName() + " is written");
        }
    }

    private void writeDocuments(Path folder, double scale) {
        Path file = rowFile(folder, DOCUMENT);
        Path unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
        long count = Math.round(scale * DOCUMENTS);
        Random random = new Random(42);
        try {
            Files.createDirectories(folder);
            try (BufferedWriter rows = Files.newBufferedWriter(unfinished)) {
                rows.write("doc_id,doc_day,doc_kind,doc_owner,doc_title,doc_text,doc_score,doc_price,doc_amount\n");
                for (long id = 0; id < count; id++) {
                    rows.write(document(id, count, random));
                }
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot write documents into " + folder, e);
        }
    }

    private static String document(long id, long count, Random random) {
        StringBuilder row = new StringBuilder();
        row.append(id).append(',').append(FIRST_DAY.plusDays(id * DAYS / count));
        row.append(",kind-").append(random.nextInt(100));
        row.append(",owner of the documents ").append(random.nextInt(10_000)).append(',');
        words(row, 4, random);
        row.append(' ').append(id).append(',');
        words(row, 20 + random.nextInt(25), random);
        row.append(',').append(random.nextInt(10_000)).append(',');
        row.append(random.nextInt(NULL_EVERY) == 0 ? "" : decimal(random.nextInt(100_000_000), 2));
        row.append(',').append(random.nextInt(NULL_EVERY) == 0 ? "" : decimal(random.nextLong() / 1000, 6));
        return row.append('\n').toString();
    }

    private static void words(StringBuilder row, int count, Random random) {
        for (int i = 0; i < count; i++) {
            row.append(i == 0 ? "" : " ");
            for (int letters = 2 + random.nextInt(8); letters > 0; letters--) {
                row.append((char) ('a' + random.nextInt(26)));
            }
        }
    }

    private static String decimal(long unscaled, int scale) {
        long one = (long) Math.pow(10, scale);
        return (unscaled < 0 ? "-" : "")
                + Math.abs(unscaled / one)
                + String.format(Locale.ROOT, ".%0" + scale + "d", Math.abs(unscaled % one));
    }

    @Override
    public Path rowFile(Path folder, String table) {
        return SALES.rowFile(folder, table);
    }

    @Override
    public String csvOptions() {
        return SALES.csvOptions();
    }
}

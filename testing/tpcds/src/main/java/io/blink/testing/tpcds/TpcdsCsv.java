package io.blink.testing.tpcds;

import io.blink.core.error.BlinkException;
import io.blink.core.type.Field;
import io.blink.testing.TestingErrorCode;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Writes TPC-DS tables as {@code FOLDER/<table>.csv} with a header line. A table appears under its name only when it is complete. Prints a line
 * for each finished table; exit status 0 when all are there, 1 after a failure, 2 for a wrong command line.
 */
public final class TpcdsCsv {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    // More pieces than threads, so that threads end together; a piece costs little to begin.
    private static final int PIECES_PER_THREAD = 4;

    private final TpcdsArguments arguments;
    private final PrintStream progress;

    TpcdsCsv(TpcdsArguments arguments, PrintStream progress) {
        this.arguments = arguments;
        this.progress = progress;
    }

    public static void main(String[] words) {
        System.exit(run(words, System.out, System.err));
    }

    /** Writes some tables; for callers in the same process. */
    public static void generate(Path folder, double scale, int threads, List<String> tables, PrintStream progress) {
        new TpcdsCsv(new TpcdsArguments(folder, scale, threads, tables), progress).generate();
    }

    static int run(String[] words, PrintStream out, PrintStream err) {
        try {
            new TpcdsCsv(TpcdsArguments.parse(words), out).generate();
            return 0;
        } catch (BlinkException failure) {
            err.println(failure.getMessage());
            return failure.code() == TestingErrorCode.COMMAND_LINE ? WRONG_USAGE : FAILED;
        }
    }

    /** Blocks until all tables are written. */
    void generate() {
        ExecutorService threads = Executors.newFixedThreadPool(arguments.threads());
        try {
            Files.createDirectories(arguments.folder());
            List<TableFiles> tables = new ArrayList<>();
            List<Table> walked = tablesToWalk();
            PieceCounter counter = new PieceCounter(walked.size() * pieces(), progress);
            for (Table table : walked) {
                tables.add(start(table, threads, counter));
            }
            for (TableFiles table : tables) {
                table.finish();
            }
        } catch (IOException exception) {
            throw new BlinkException(
                    TestingErrorCode.FILE_ACCESS, "Cannot write TPC-DS files into " + arguments.folder(), exception);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Sales tables first, they take longest; returns come out of the walk over their sales. */
    private List<Table> tablesToWalk() {
        Set<Table> walked =
                new TreeSet<>(Comparator.comparing(Table::hasChild).reversed().thenComparing(Table::getName));
        for (String name : arguments.tables()) {
            Table table = TpcdsSchema.table(name);
            walked.add(table.isChild() ? table.getParent() : table);
        }
        return List.copyOf(walked);
    }

    private TableFiles start(Table table, ExecutorService threads, PieceCounter counter) {
        int pieces = pieces();
        List<Future<TablePiece.Rows>> results = new ArrayList<>();
        for (int piece = 1; piece <= pieces; piece++) {
            Session session = Session.getDefaultSession()
                    .withScale(arguments.scale())
                    .withParallelism(pieces)
                    .withChunkNumber(piece);
            TablePiece work = new TablePiece(
                    table, session, file(table, piece), table.hasChild() ? file(table.getChild(), piece) : null);
            results.add(threads.submit(() -> counter.count(work.write())));
        }
        return new TableFiles(table, results);
    }

    private int pieces() {
        return arguments.threads() * PIECES_PER_THREAD;
    }

    private Path file(Table table, int piece) {
        return arguments.folder().resolve(table.getName() + ".csv.piece-" + piece);
    }

    /** The pieces of a table, and of its returns, on their way to one file. */
    private final class TableFiles {
        private final Table table;
        private final List<Future<TablePiece.Rows>> pieces;
        private final long began = System.nanoTime();

        TableFiles(Table table, List<Future<TablePiece.Rows>> pieces) {
            this.table = table;
            this.pieces = pieces;
        }

        void finish() throws IOException {
            long rows = 0;
            long childRows = 0;
            for (Future<TablePiece.Rows> piece : pieces) {
                TablePiece.Rows written = await(piece);
                rows += written.table();
                childRows += written.child();
            }
            join(table, rows);
            if (table.hasChild()) {
                join(table.getChild(), childRows);
            }
        }

        private TablePiece.Rows await(Future<TablePiece.Rows> piece) throws IOException {
            try {
                return piece.get();
            } catch (ExecutionException exception) {
                throw new IOException("Generating " + table.getName() + " failed", exception.getCause());
            } catch (InterruptedException exception) {
                Thread.currentThread().interrupt();
                throw new IOException("Generating " + table.getName() + " was interrupted", exception);
            }
        }

        private void join(Table joined, long rows) throws IOException {
            Path header = file(joined, 0);
            try (CsvFile csv = new CsvFile(header)) {
                csv.write(TpcdsSchema.columns(joined.getName()).stream()
                        .map(Field::name)
                        .toList());
            }
            boolean wanted = arguments.tables().contains(joined.getName());
            for (int piece = 1; piece <= pieces.size(); piece++) {
                Path source = file(joined, piece);
                if (wanted) {
                    FileJoining.append(header, source);
                }
                Files.delete(source);
            }
            if (!wanted) {
                Files.delete(header);
                return;
            }
            FileJoining.publish(header, arguments.folder().resolve(joined.getName() + ".csv"));
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
            progress.printf("%-24s %,12d rows  after %.1f s%n", joined.getName(), rows, millis / 1000.0);
        }
    }
}

package io.blink.formats.filesystem;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.formats.CountedFile;
import io.blink.formats.FileFormats;
import io.blink.formats.FileReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one split and adds partition keys and metadata as constants. Its position counts rows. */
final class FileSplitReader implements SplitReader {
    private final ScanHandle scan;
    private final FileSplit split;
    private final ReaderContext context;
    private final FileSystems fileSystems;
    /** For each column of the scan, and behind them those of its filters, its index in what the file is read for, or -1 for a constant. */
    private final int[] fileColumn;

    private final List<Column> constants = new ArrayList<>();

    private FileReader reader;
    private CountedFile file;
    private long rowsRead;
    private long rowsToSkip;
    private boolean finished;

    FileSplitReader(ScanHandle scan, ReaderContext context, FileSystems fileSystems) {
        this.scan = scan;
        this.context = context;
        this.split = PlanJson.read(context.split().json(), FileSplit.class);
        this.fileSystems = fileSystems;
        this.rowsToSkip = context.position() == null ? 0 : Long.parseLong(context.position());
        int columns = scan.columns().size();
        this.fileColumn = new int[columns + scan.filterColumns().size()];
        int next = 0;
        for (int i = 0; i < columns; i++) {
            Field column = scan.columns().get(i);
            Column constant = constant(column);
            fileColumn[i] = constant == null ? next++ : -1;
            constants.add(constant);
        }
        for (int i = columns; i < fileColumn.length; i++) {
            fileColumn[i] = next++;
        }
    }

    /** What all rows of the split have in the column; {@code null}: it is one of the file's. */
    private Column constant(Field column) {
        boolean isKey =
                scan.table().partitionKeys().stream().anyMatch(key -> key.name().equalsIgnoreCase(column.name()));
        if (isKey) {
            return PartitionValues.column(column, split, context.timeZone());
        }
        return scan.table().metadata().stream()
                .filter(known -> known.field().name().equalsIgnoreCase(column.name()))
                .findFirst()
                .map(known -> known.metadata().column(column, split, context.timeZone()))
                .orElse(null);
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Batch next(int maxRows) {
        try {
            if (reader == null) {
                finished = leftOut();
                if (finished) {
                    return null;
                }
                open();
            }
            while (!finished) {
                Batch read = reader.next(maxRows);
                if (read == null) {
                    finished = true;
                    return null;
                }
                long skipped = Math.min(rowsToSkip, read.rowCount());
                rowsToSkip -= skipped;
                rowsRead += read.rowCount();
                if (skipped < read.rowCount()) {
                    return withConstants(read.slice((int) skipped, (int) (read.rowCount() - skipped)));
                }
            }
            return null;
        } catch (FileNotFoundException e) {
            throw new BlinkException(
                    FormatErrorCode.FILE_GONE,
                    "File " + split.path() + " of table " + scan.table().name()
                            + " is gone: it was there when the query found it, and was deleted or replaced before it was read. Start the query again; a stream reads files that stay where they are",
                    e);
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.READ_FAILED, split.path() + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whether a key filter leaves the whole split out. */
    private boolean leftOut() {
        return context.keyFilters().stream()
                .filter(filter -> fileColumn[filter.column()] < 0)
                .anyMatch(filter -> filter.select(constants.get(filter.column()), new int[1], 1) == 0);
    }

    private void open() throws IOException {
        Configuration options = scan.table().configuration();
        List<Field> fromFile = new ArrayList<>();
        for (int i = 0; i < scan.columns().size(); i++) {
            if (fileColumn[i] >= 0) {
                fromFile.add(scan.columns().get(i));
            }
        }
        List<Expression> filters = scan.filters().stream().map(this::overFile).toList();
        ReadRequest request = new ReadRequest(
                scan.table().fileColumns(),
                fromFile,
                scan.filterColumns(),
                filters,
                scan.strict(),
                split.offset(),
                split.length(),
                context.timeZone(),
                context.predicates(),
                context.keyFilters().stream()
                        .filter(filter -> fileColumn[filter.column()] >= 0)
                        .map(filter -> filter.at(fileColumn[filter.column()]))
                        .toList(),
                context.readAhead());
        file = new CountedFile(fileSystems.of(split.path()).open(split.path()));
        reader = FileFormats.open(scan.table().format(), file, request, options);
    }

    private Expression overFile(Expression filter) {
        if (filter instanceof InputColumn input) {
            return new InputColumn(fileColumn[input.index()], input.type());
        }
        return filter instanceof Call call
                ? new Call(
                        call.function(),
                        call.arguments().stream().map(this::overFile).toList(),
                        call.type(),
                        call.position())
                : filter;
    }

    private Batch withConstants(Batch read) {
        int count = scan.columns().size();
        List<Column> columns = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            columns.add(
                    fileColumn[i] >= 0
                            ? read.column(fileColumn[i])
                            : new ConstantColumn(read.rowCount(), constants.get(i)));
        }
        return new Batch(read.rowCount(), columns);
    }

    @Override
    public boolean appliesKeyFilters() {
        return reader != null && reader.appliesKeyFilters();
    }

    @Override
    public ScanFigures figures() {
        if (reader == null) {
            return finished ? ScanFigures.SKIPPED_SPLIT : ScanFigures.NONE;
        }
        return reader.figures().withBytesRead(file.bytesRead());
    }

    @Override
    public long heldBytesMost() {
        return reader == null ? 0 : reader.heldBytesMost();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public String position() {
        return Long.toString(rowsRead);
    }

    @Override
    public void close() {
        if (reader == null) {
            return;
        }
        try {
            reader.close();
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.READ_FAILED, split.path() + " cannot be closed: " + e.getMessage(), e);
        }
    }
}

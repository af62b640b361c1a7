package io.blink.hive.read;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.formats.CountedFile;
import io.blink.formats.FileFormats;
import io.blink.formats.FileReader;
import io.blink.formats.ReadRequest;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.partition.PartitionValues;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a part of a file and adds the partition's values as constants. Its position is the number of rows it has returned. */
final class HiveSplitReader implements SplitReader {
    private final ScanHandle scan;
    private final HiveSplit split;
    private final ReaderContext context;
    private final FileSystems fileSystems;
    /** By output column: its place among the file's columns, or -1 for a constant. */
    private final int[] fromFile;

    private final List<Column> constants = new ArrayList<>();
    private FileReader file;
    private CountedFile bytes;
    private long rows;
    private long rowsToSkip;
    private boolean finished;

    HiveSplitReader(ScanHandle scan, ReaderContext context, FileSystems fileSystems) {
        this.scan = scan;
        this.context = context;
        this.split = HiveSplit.of(context.split());
        this.fileSystems = fileSystems;
        this.rowsToSkip = context.position() == null ? 0 : Long.parseLong(context.position());
        this.fromFile = new int[scan.columns().size()];
        arrange();
    }

    private void arrange() {
        ScanPartition partition = scan.partitionOf(split);
        int next = 0;
        for (int i = 0; i < fromFile.length; i++) {
            String name = scan.columns().get(i);
            int key = partitionColumn(name);
            if (key < 0) {
                fromFile[i] = next++;
                constants.add(null);
            } else {
                Field column = scan.partitionColumns().get(key);
                fromFile[i] = -1;
                Object value = PartitionValues.parse(
                        partition.values().get(key), column, "partition " + partition.values() + " of " + scan.table());
                constants.add(PartitionValues.column(value, column.type()));
            }
        }
    }

    private int partitionColumn(String name) {
        for (int i = 0; i < scan.partitionColumns().size(); i++) {
            if (scan.partitionColumns().get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Batch next(int maxRows) {
        try {
            if (file == null) {
                finished = leftOut();
                file = finished ? null : open();
            }
            while (!finished) {
                Batch batch = file.next(maxRows);
                if (batch == null) {
                    finished = true;
                } else if (batch.rowCount() <= rowsToSkip) {
                    rowsToSkip -= batch.rowCount();
                    rows += batch.rowCount();
                } else {
                    return arranged(batch);
                }
            }
            return null;
        } catch (FileNotFoundException e) {
            throw new BlinkException(
                    HiveErrorCode.FILE_GONE,
                    "File " + split.path() + " of partition "
                            + scan.partitionOf(split).values() + " of table " + scan.table()
                            + " is gone: it was there when the query found it, and was deleted or replaced before it was read. Start the query again; a stream that should go on without it starts"
                            + " without its state, behind the partition ('streaming-source.consume-start-offset')",
                    e);
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM,
                    "Reading " + split.path() + " of table " + scan.table() + " failed: " + e.getMessage(),
                    e);
        }
    }

    /** Whether a key filter leaves the whole partition out. */
    private boolean leftOut() {
        return context.keyFilters().stream()
                .filter(filter -> fromFile[filter.column()] < 0)
                .anyMatch(filter -> filter.select(constants.get(filter.column()), new int[1], 1) == 0);
    }

    private FileReader open() throws IOException {
        ScanPartition partition = scan.partitionOf(split);
        ReadRequest request = new ReadRequest(
                scan.fileColumns(),
                scan.readColumns(),
                scan.fieldsOfFilters(),
                scan.filters(),
                scan.strict(),
                split.offset(),
                split.length(),
                context.timeZone(),
                context.predicates(),
                context.keyFilters().stream()
                        .filter(filter -> fromFile[filter.column()] >= 0)
                        .map(filter -> filter.at(fromFile[filter.column()]))
                        .toList(),
                context.readAhead());
        bytes = new CountedFile(fileSystems.of(split.path()).open(split.path()));
        return FileFormats.open(scan.formatOf(partition), bytes, request, scan.options());
    }

    private Batch arranged(Batch read) {
        int skipped = (int) rowsToSkip;
        Batch fresh = read.slice(skipped, read.rowCount() - skipped);
        rowsToSkip = 0;
        rows += read.rowCount();
        List<Column> columns = new ArrayList<>(fromFile.length);
        for (int i = 0; i < fromFile.length; i++) {
            columns.add(
                    fromFile[i] < 0
                            ? new ConstantColumn(fresh.rowCount(), constants.get(i))
                            : fresh.column(fromFile[i]));
        }
        return new Batch(fresh.rowCount(), columns);
    }

    @Override
    public boolean appliesKeyFilters() {
        return file != null && file.appliesKeyFilters();
    }

    @Override
    public ScanFigures figures() {
        if (file == null) {
            return finished ? ScanFigures.SKIPPED_SPLIT : ScanFigures.NONE;
        }
        return file.figures().withBytesRead(bytes.bytesRead());
    }

    @Override
    public long heldBytesMost() {
        return file == null ? 0 : file.heldBytesMost();
    }

    @Override
    public boolean finished() {
        return finished;
    }

    @Override
    public String position() {
        return Long.toString(rows);
    }

    @Override
    public void close() {
        if (file == null) {
            return;
        }
        try {
            file.close();
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM, "Closing " + split.path() + " failed: " + e.getMessage(), e);
        }
    }
}

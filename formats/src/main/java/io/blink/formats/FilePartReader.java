package io.blink.formats;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.filesystem.FileSystem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a part of a file and puts constants beside its columns: the values of partition keys, and what is known of the file. Its position is the number of rows that were read. */
public final class FilePartReader implements SplitReader {
    /**
     * What is read.
     *
     * @param request without key filters
     */
    public record Part(String path, String format, Configuration options, ReadRequest request) {}

    /** How a connector names what went wrong. */
    public interface Failures {
        /** The file was there when the scan found it. */
        BlinkException gone(FileNotFoundException cause);

        BlinkException unreadable(IOException cause);
    }

    private final FileSystem fileSystem;
    private final Part part;
    private final List<Column> constants;
    private final List<KeyFilter> keyFilters;
    private final Failures failures;
    private final int[] places;
    private FileReader reader;
    private CountedFile file;
    private long rowsRead;
    private long rowsToSkip;
    private boolean finished;

    /** @param constants for each column of the scan what all its rows have, in one row; {@code null}: it is the file's */
    public FilePartReader(
            FileSystem fileSystem, Part part, List<Column> constants, ReaderContext context, Failures failures) {
        this.fileSystem = fileSystem;
        this.part = part;
        this.constants = constants;
        this.keyFilters = context.keyFilters();
        this.failures = failures;
        this.places = places(constants);
        this.rowsToSkip = context.position() == null ? 0 : Long.parseLong(context.position());
    }

    /** For each column of the scan its place among those of the file, or -1 for a constant. */
    public static int[] places(List<Column> constants) {
        int[] places = new int[constants.size()];
        int next = 0;
        for (int i = 0; i < places.length; i++) {
            places[i] = constants.get(i) == null ? next++ : -1;
        }
        return places;
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
                int skipped = (int) Math.min(rowsToSkip, read.rowCount());
                rowsToSkip -= skipped;
                rowsRead += read.rowCount();
                if (skipped < read.rowCount()) {
                    return withConstants(read.slice(skipped, read.rowCount() - skipped));
                }
            }
            return null;
        } catch (FileNotFoundException e) {
            throw failures.gone(e);
        } catch (IOException e) {
            throw failures.unreadable(e);
        }
    }

    /** Whether a key filter leaves all rows out. */
    private boolean leftOut() {
        return keyFilters.stream()
                .filter(filter -> places[filter.column()] < 0)
                .anyMatch(filter -> filter.select(constants.get(filter.column()), new int[1], 1) == 0);
    }

    private void open() throws IOException {
        ReadRequest request = part.request()
                .keyFiltered(keyFilters.stream()
                        .filter(filter -> places[filter.column()] >= 0)
                        .map(filter -> filter.at(places[filter.column()]))
                        .toList());
        file = new CountedFile(fileSystem.open(part.path()));
        try {
            reader = FileFormats.open(part.format(), file, request, part.options());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private Batch withConstants(Batch read) {
        List<Column> columns = new ArrayList<>(places.length);
        for (int i = 0; i < places.length; i++) {
            columns.add(places[i] < 0 ? new ConstantColumn(read.rowCount(), constants.get(i)) : read.column(places[i]));
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
            throw failures.unreadable(e);
        }
    }
}

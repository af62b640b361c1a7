package io.blink.formats.filesystem;

import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.formats.FilePartReader;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.ReadRequest;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a split of a scan is read as: the file's columns, and partition keys and metadata as constants. */
final class SplitParts {
    private final ScanHandle scan;
    private final FileSplit split;
    private final ReaderContext context;
    private final List<Column> constants = new ArrayList<>();
    private final int[] places;
    private final List<Field> fromFile = new ArrayList<>();

    private SplitParts(ScanHandle scan, ReaderContext context) {
        this.scan = scan;
        this.context = context;
        this.split = PlanJson.read(context.split().json(), FileSplit.class);
        for (Field column : scan.columns()) {
            Column constant = constant(column);
            constants.add(constant);
            if (constant == null) {
                fromFile.add(column);
            }
        }
        this.places = FilePartReader.places(constants);
    }

    static SplitReader reader(ScanHandle scan, ReaderContext context, FileSystems fileSystems) {
        SplitParts parts = new SplitParts(scan, context);
        String path = parts.split.path();
        return new FilePartReader(
                fileSystems.of(path),
                new FilePartReader.Part(
                        path, scan.table().format(), scan.table().configuration(), parts.request()),
                parts.constants,
                context,
                parts.failures());
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

    private ReadRequest request() {
        return new ReadRequest(
                scan.table().fileColumns(),
                fromFile,
                scan.filterColumns(),
                scan.filters().stream().map(this::overFile).toList(),
                scan.strict(),
                split.offset(),
                split.length(),
                context.timeZone(),
                context.predicates(),
                List.of(),
                context.readAhead());
    }

    private Expression overFile(Expression filter) {
        if (filter instanceof InputColumn input) {
            return new InputColumn(place(input.index()), input.type());
        }
        return filter instanceof Call call
                ? new Call(
                        call.function(),
                        call.arguments().stream().map(this::overFile).toList(),
                        call.type(),
                        call.position())
                : filter;
    }

    /** Among the columns of the file, behind which stand those that filters alone need. */
    private int place(int column) {
        return column < places.length ? places[column] : fromFile.size() + column - places.length;
    }

    private FilePartReader.Failures failures() {
        return new FilePartReader.Failures() {
            @Override
            public BlinkException gone(FileNotFoundException cause) {
                return new BlinkException(
                        FormatErrorCode.FILE_GONE,
                        "File " + split.path() + " of table " + scan.table().name()
                                + " is gone: it was there when the query found it, and was deleted or replaced before it was read. Start the query again; a stream reads files that stay where they are",
                        cause);
            }

            @Override
            public BlinkException unreadable(IOException cause) {
                return new BlinkException(
                        FormatErrorCode.READ_FAILED, split.path() + " cannot be read: " + cause.getMessage(), cause);
            }
        };
    }
}

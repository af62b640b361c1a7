package io.blink.hive.read;

import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.formats.FilePartReader;
import io.blink.formats.ReadRequest;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.partition.PartitionValues;
import io.blink.hive.read.ScanHandle.ScanPartition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What a split of a scan is read as: the file's columns, and the partition's values as constants. */
final class HiveSplitParts {
    private final ScanHandle scan;
    private final HiveSplit split;
    private final ScanPartition partition;

    private HiveSplitParts(ScanHandle scan, HiveSplit split) {
        this.scan = scan;
        this.split = split;
        this.partition = scan.partitionOf(split);
    }

    static SplitReader reader(ScanHandle scan, ReaderContext context, FileSystems fileSystems) {
        HiveSplitParts parts = new HiveSplitParts(scan, HiveSplit.of(context.split()));
        String path = parts.split.path();
        return new FilePartReader(
                fileSystems.of(path),
                new FilePartReader.Part(path, scan.formatOf(parts.partition), scan.options(), parts.request(context)),
                parts.constants(),
                context,
                parts.failures());
    }

    private List<Column> constants() {
        List<Column> constants = new ArrayList<>();
        for (String name : scan.columns()) {
            constants.add(constant(name));
        }
        return constants;
    }

    /** {@code null}: it is one of the file's columns. */
    private Column constant(String name) {
        for (int key = 0; key < scan.partitionColumns().size(); key++) {
            Field column = scan.partitionColumns().get(key);
            if (column.name().equalsIgnoreCase(name)) {
                String subject = "partition " + partition.values() + " of " + scan.table();
                Object value = PartitionValues.parse(partition.values().get(key), column, subject);
                return PartitionValues.column(value, column.type());
            }
        }
        return null;
    }

    private ReadRequest request(ReaderContext context) {
        return new ReadRequest(
                scan.fileColumns(),
                scan.readColumns(),
                scan.fieldsOfFilters(),
                scan.filters(),
                scan.strict(),
                split.offset(),
                split.length(),
                context.timeZone(),
                context.predicates(),
                List.of(),
                context.readAhead());
    }

    private FilePartReader.Failures failures() {
        return new FilePartReader.Failures() {
            @Override
            public BlinkException gone(FileNotFoundException cause) {
                return new BlinkException(
                        HiveErrorCode.FILE_GONE,
                        "File " + split.path() + " of partition " + partition.values() + " of table " + scan.table()
                                + " is gone: it was there when the query found it, and was deleted or replaced before it was read. Start the query again; a stream that should go on without it starts"
                                + " without its state, behind the partition ('streaming-source.consume-start-offset')",
                        cause);
            }

            @Override
            public BlinkException unreadable(IOException cause) {
                return new BlinkException(
                        CoreErrorCode.FILE_SYSTEM,
                        "Reading " + split.path() + " of table " + scan.table() + " failed: " + cause.getMessage(),
                        cause);
            }
        };
    }
}

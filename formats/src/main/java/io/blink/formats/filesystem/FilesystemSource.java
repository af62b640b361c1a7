package io.blink.formats.filesystem;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileFormats;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.SampledStatistics;
import io.blink.formats.selection.RowSelection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans reading a folder. Footers of some files give rows and what their columns hold. Filters that cannot fail are the readers' where these test rows; the others only skip data. */
final class FilesystemSource implements TableSource {
    /** Footers beyond this many are not read for statistics; their rows are guessed from the others. */
    private static final int SAMPLED_FOOTERS = 8;

    private final FilesystemTable table;
    private final FileSystem fileSystem;
    private final FolderFiles folder;
    private TableStatistics statistics;

    FilesystemSource(FilesystemTable table, FileSystem fileSystem) {
        this.table = table;
        this.fileSystem = fileSystem;
        this.folder = new FolderFiles(table, fileSystem);
    }

    @Override
    public Boundedness boundedness() {
        return table.monitorInterval().isPresent() ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
    }

    @Override
    public boolean isStored() {
        return true;
    }

    @Override
    public TableStatistics statistics() {
        if (statistics == null) {
            statistics = sampled();
        }
        return statistics;
    }

    private TableStatistics sampled() {
        try {
            List<FileStatus> files = folder.list();
            long bytes = files.stream().mapToLong(FileStatus::length).sum();
            FileFormat format = FileFormats.named(table.format());
            List<TableStatistics> samples = new ArrayList<>();
            for (FileStatus status : spread(files)) {
                try (InputFile file = fileSystem.open(status.path())) {
                    samples.add(format.statistics(file));
                }
            }
            return SampledStatistics.table(samples, bytes);
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(table, e);
        }
    }

    private static List<FileStatus> spread(List<FileStatus> files) {
        List<FileStatus> spread = new ArrayList<>();
        int count = Math.min(files.size(), SAMPLED_FOOTERS);
        for (int i = 0; i < count; i++) {
            spread.add(files.get((int) ((long) i * files.size() / count)));
        }
        return spread;
    }

    @Override
    public ScanPlan plan(ScanRequest request) {
        checkExists();
        List<Field> columns = new ArrayList<>();
        for (String name : request.columns()) {
            columns.add(read(name, request));
        }
        List<Expression> offered = request.filters().stream()
                .filter(filter -> overFile(filter, request))
                .toList();
        List<Expression> applied = request.filtered()
                ? offered.stream().filter(RowSelection::applies).toList()
                : List.of();
        List<Expression> remaining = new ArrayList<>(request.filters());
        remaining.removeAll(applied);
        int returned = columns.size();
        List<Expression> filters = offered.stream()
                .map(filter -> overScan(filter, request, columns))
                .toList();
        Optional<Duration> interval = request.bounded() ? Optional.empty() : table.monitorInterval();
        ScanHandle handle = new ScanHandle(
                table,
                List.copyOf(columns.subList(0, returned)),
                List.copyOf(columns.subList(returned, columns.size())),
                filters,
                !applied.isEmpty(),
                interval.map(Duration::toMillis).orElse(null));
        return new ScanPlan(
                new ConnectorHandle(FilesystemConnectorFactory.NAME, ScanHandle.VERSION, PlanJson.write(handle)),
                applied,
                remaining,
                statistics().rowCount(),
                statistics().bytes(),
                table.path() + " (" + table.format() + "), columns " + request.paths()
                        + skipping(filters, handle.strict())
                        + (interval.isPresent() ? ", and what is added" : ""));
    }

    /** Filters that decide no row alone; the others are told of beside. */
    private static String skipping(List<Expression> filters, boolean strict) {
        List<Expression> shown = filters.stream()
                .filter(filter -> !strict || !RowSelection.applies(filter))
                .toList();
        return shown.isEmpty() ? "" : ", skipping by " + shown;
    }

    @Override
    public boolean readsParts() {
        return FileFormats.named(table.format()).readsParts();
    }

    private void checkExists() {
        try {
            if (fileSystem.status(table.path()).isEmpty()) {
                throw new BlinkException(
                        FormatErrorCode.NO_FILES,
                        "Table " + table.name() + ": there is nothing at " + table.path()
                                + "; check the option 'path'.");
            }
        } catch (IOException e) {
            throw FilesystemConnector.unreadable(table, e);
        }
    }

    private Field column(String name) {
        return Stream.of(
                        table.fileColumns().stream(),
                        table.partitionKeys().stream(),
                        table.metadata().stream().map(MetadataColumn::field))
                .flatMap(fields -> fields)
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + table.name()));
    }

    private Field read(String name, ScanRequest request) {
        Field stored = column(name);
        return new Field(stored.name(), request.parts().getOrDefault(name, stored.type()));
    }

    /** Whether every column of the filter is one that the files hold. */
    private boolean overFile(Expression filter, ScanRequest request) {
        if (filter instanceof InputColumn input) {
            String name = request.filterColumns().get(input.index());
            return table.fileColumns().stream().anyMatch(field -> field.name().equalsIgnoreCase(name));
        }
        return !(filter instanceof Call call)
                || call.arguments().stream().allMatch(argument -> overFile(argument, request));
    }

    /** The filter over {@code columns}, to which those that it needs besides are added. */
    private Expression overScan(Expression filter, ScanRequest request, List<Field> columns) {
        if (filter instanceof InputColumn input) {
            Field wanted = read(request.filterColumns().get(input.index()), request);
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i).name().equalsIgnoreCase(wanted.name())) {
                    return new InputColumn(i, input.type());
                }
            }
            columns.add(wanted);
            return new InputColumn(columns.size() - 1, input.type());
        }
        return filter instanceof Call call
                ? new Call(
                        call.function(),
                        call.arguments().stream()
                                .map(argument -> overScan(argument, request, columns))
                                .toList(),
                        call.type(),
                        call.position())
                : filter;
    }
}

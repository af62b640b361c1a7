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
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Plans reading a folder. Footers of some files give rows and what their columns hold; every filter remains to be applied, since files are only skipped by statistics. */
final class FilesystemSource implements TableSource {
    /** Footers beyond this many are not read for statistics; their rows are guessed from the others. */
    private static final int SAMPLED_FOOTERS = 8;

    private final FilesystemTable table;
    private final FileSystem fileSystem;
    private TableStatistics statistics;

    FilesystemSource(FilesystemTable table, FileSystem fileSystem) {
        this.table = table;
        this.fileSystem = fileSystem;
    }

    @Override
    public Boundedness boundedness() {
        return Boundedness.BOUNDED;
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
            List<FileStatus> files = TableFiles.list(fileSystem, table.path());
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
            Field stored = column(name);
            columns.add(new Field(stored.name(), request.parts().getOrDefault(name, stored.type())));
        }
        List<Expression> filters = request.filters().stream()
                .filter(filter -> overColumns(filter, request))
                .map(filter -> overScan(filter, request))
                .toList();
        ScanHandle handle = new ScanHandle(table, columns, filters);
        return new ScanPlan(
                new ConnectorHandle(FilesystemConnectorFactory.NAME, ScanHandle.VERSION, PlanJson.write(handle)),
                request.filters(),
                statistics().rowCount(),
                statistics().bytes(),
                table.path() + " (" + table.format() + "), columns " + request.paths()
                        + (filters.isEmpty() ? "" : ", skipping by " + filters));
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
        return java.util.stream.Stream.concat(table.fileColumns().stream(), table.partitionKeys().stream())
                .filter(field -> field.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no column " + name + " in " + table.name()));
    }

    /** Whether every column of the filter is one that the scan returns and that the files hold. */
    private boolean overColumns(Expression filter, ScanRequest request) {
        if (filter instanceof InputColumn input) {
            String name = request.filterColumns().get(input.index());
            return request.columns().stream().anyMatch(name::equalsIgnoreCase)
                    && table.fileColumns().stream()
                            .anyMatch(field -> field.name().equalsIgnoreCase(name));
        }
        return !(filter instanceof Call call)
                || call.arguments().stream().allMatch(argument -> overColumns(argument, request));
    }

    private static Expression overScan(Expression filter, ScanRequest request) {
        if (filter instanceof InputColumn input) {
            String name = request.filterColumns().get(input.index());
            for (int i = 0; i < request.columns().size(); i++) {
                if (request.columns().get(i).equalsIgnoreCase(name)) {
                    return new InputColumn(i, input.type());
                }
            }
        }
        return filter instanceof Call call
                ? new Call(
                        call.function(),
                        call.arguments().stream()
                                .map(argument -> overScan(argument, request))
                                .toList(),
                        call.type(),
                        call.position())
                : filter;
    }
}

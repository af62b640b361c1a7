package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.session.SessionErrorCode;
import io.blink.sql.AlterTableAction;
import io.blink.sql.ColumnName;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table's columns after ALTER TABLE, from those before. Files stay as they are and know columns by name, so that a column of theirs keeps its name and gets
 * only types that hold its old values; where files may know columns by place alone, columns keep their places too. What other connectors read and write is the user's to know.
 */
final class ColumnChanges {
    private static final Set<String> OF_FILES = Set.of("hive", "filesystem");
    private static final List<TypeKind> INTEGERS =
            List.of(TypeKind.TINYINT, TypeKind.SMALLINT, TypeKind.INT, TypeKind.BIGINT);

    private final CatalogTable table;

    ColumnChanges(CatalogTable table) {
        this.table = table;
    }

    CatalogTable changed(AlterTableAction.ChangeColumn change) {
        ColumnDefinition old = stored(change.column());
        SourcePosition position = change.column().position();
        String name = change.name().orElse(old.name());
        boolean renamed = !name.equalsIgnoreCase(old.name());
        if (renamed) {
            checkName(old, name, position);
        }
        DataType type = change.type().orElse(old.type());
        checkType(old, type, position);
        CatalogTable changed = replaced(
                old,
                new ColumnDefinition(
                        renamed ? name : old.name(),
                        type,
                        null,
                        change.comment().orElse(old.comment()),
                        old.metadata()),
                change.place(),
                position);
        return renamed ? changed.withPrimaryKey(renamed(table.primaryKey(), old.name(), name)) : changed;
    }

    private void checkName(ColumnDefinition old, String name, SourcePosition position) {
        if (isOfFiles()) {
            throw refused(
                    position,
                    "'" + old.name()
                            + "' keeps its name, by which the rows that there are know it; give it another in a view,"
                            + " or copy the table with CREATE TABLE … AS SELECT");
        }
        if (table.column(name).isPresent()) {
            throw refused(position, "there is a column '" + name + "' already");
        }
        String users = users(old);
        if (!users.isEmpty()) {
            throw refused(position, "'" + old.name() + "' is used by " + users + "; change these first");
        }
    }

    private static List<String> renamed(List<String> names, String old, String name) {
        return names.stream().map(one -> one.equalsIgnoreCase(old) ? name : one).toList();
    }

    /** Puts a column in the place of another, or moves it. */
    CatalogTable replaced(
            ColumnDefinition old,
            ColumnDefinition column,
            Optional<AlterTableAction.ColumnPlace> place,
            SourcePosition position) {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        if (place.isEmpty()) {
            columns.set(columns.indexOf(old), column);
            return table.withColumns(columns);
        }
        checkPlaces(position);
        columns.remove(old);
        columns.add(place(columns, place.get()), column);
        return table.withColumns(columns);
    }

    /** Where among the columns. */
    int place(List<ColumnDefinition> columns, AlterTableAction.ColumnPlace place) {
        return place.after().isEmpty()
                ? 0
                : columns.indexOf(existing(place.after().get())) + 1;
    }

    boolean isOfFiles() {
        return OF_FILES.contains(table.connector());
    }

    CatalogTable without(List<ColumnName> dropped) {
        List<ColumnDefinition> columns = new ArrayList<>(table.columns());
        for (ColumnName name : dropped) {
            ColumnDefinition column = existing(name);
            if (column.computedAs() == null) {
                stored(name);
                checkPlaces(name.position());
            }
            checkUnused(column, dropped, name.position());
            columns.remove(column);
        }
        if (columns.size() == table.partitionKeys().size()) {
            throw refused(dropped.get(0).position(), "a table keeps at least one column");
        }
        return table.withColumns(columns);
    }

    CatalogTable replaced(List<io.blink.sql.ColumnDefinition> written) {
        List<ColumnDefinition> keys =
                table.columns().stream().filter(this::isKey).toList();
        List<ColumnDefinition> old =
                table.columns().stream().filter(column -> !isKey(column)).toList();
        List<ColumnDefinition> columns = new ArrayList<>();
        for (io.blink.sql.ColumnDefinition column : written) {
            columns.add(replacement(column));
        }
        for (ColumnDefinition column : old) {
            if (columns.stream().noneMatch(kept -> kept.name().equalsIgnoreCase(column.name()))) {
                checkUnused(column, List.of(), written.get(0).position());
            }
        }
        if (!begin(columns, old)) {
            checkPlaces(written.get(0).position());
        }
        columns.addAll(keys);
        return table.withColumns(columns);
    }

    private static boolean begin(List<ColumnDefinition> columns, List<ColumnDefinition> old) {
        for (int i = 0; i < old.size(); i++) {
            if (i >= columns.size()
                    || !columns.get(i).name().equalsIgnoreCase(old.get(i).name())) {
                return false;
            }
        }
        return true;
    }

    private ColumnDefinition replacement(io.blink.sql.ColumnDefinition written) {
        if (!(written instanceof io.blink.sql.ColumnDefinition.Physical column)) {
            throw refused(written.position(), "REPLACE COLUMNS takes names and types");
        }
        Optional<ColumnDefinition> old = table.column(column.name());
        if (old.isPresent()) {
            checkType(stored(new ColumnName(column.name(), column.position())), column.type(), column.position());
        } else if (!column.type().nullable()) {
            throw refused(
                    column.position(), "a new column cannot be NOT NULL: the rows that there are have no value for it");
        }
        return new ColumnDefinition(
                old.map(ColumnDefinition::name).orElse(column.name()),
                column.type(),
                null,
                column.comment().orElse(null));
    }

    /** The column of that name, or an error that names the nearest. */
    ColumnDefinition existing(ColumnName name) {
        return table.column(name.name())
                .orElseThrow(() -> SqlErrors.at(
                        SqlErrorCode.UNKNOWN_COLUMN,
                        name.position(),
                        "there is no column '" + name.name() + "' in " + table.path()
                                + SqlErrors.suggestion(
                                        name.name(),
                                        table.columns().stream()
                                                .map(ColumnDefinition::name)
                                                .toList())));
    }

    private ColumnDefinition stored(ColumnName name) {
        ColumnDefinition column = existing(name);
        if (isKey(column)) {
            throw refused(name.position(), "'" + column.name() + "' is a partition column, whose values are folders");
        }
        if (column.computedAs() != null) {
            throw refused(
                    name.position(), "'" + column.name() + "' is computed; MODIFY it with AS and another expression");
        }
        return column;
    }

    private boolean isKey(ColumnDefinition column) {
        return table.partitionKeys().stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    private void checkType(ColumnDefinition old, DataType type, SourcePosition position) {
        if (!isOfFiles()) {
            return;
        }
        if (!widens(old.type(), type)) {
            throw refused(
                    position,
                    "'" + old.name() + "' is " + old.type() + ", and not all such values are a " + type
                            + "; integers and texts may become wider, decimals with the same scale too: else copy the"
                            + " table with CREATE TABLE … AS SELECT CAST(…)");
        }
        if (old.type().nullable() && !type.nullable()) {
            throw refused(position, "'" + old.name() + "' cannot become NOT NULL: rows that there are may have NULL");
        }
    }

    private static boolean widens(DataType from, DataType to) {
        if (from.equalsIgnoringNullability(to)) {
            return true;
        }
        if (INTEGERS.contains(from.kind()) && INTEGERS.contains(to.kind())) {
            return INTEGERS.indexOf(from.kind()) < INTEGERS.indexOf(to.kind());
        }
        if (from.kind() == TypeKind.VARCHAR && to.kind() == TypeKind.VARCHAR) {
            return from.precision() < to.precision();
        }
        return from.kind() == TypeKind.DECIMAL
                && to.kind() == TypeKind.DECIMAL
                && from.scale() == to.scale()
                && from.precision() < to.precision();
    }

    /** Parquet files have names; ORC files of old Hives and CSV files have places. */
    void checkPlaces(SourcePosition position) {
        String format = table.options().getOrDefault("format", "");
        if (isOfFiles() && !format.equalsIgnoreCase("parquet")) {
            throw refused(
                    position,
                    "files of format '" + format
                            + "' may know columns by their place, so that none is dropped or moved;"
                            + " leave it out in a view, or copy the table with CREATE TABLE … AS SELECT");
        }
    }

    /** @param dropped what goes together with it */
    private void checkUnused(ColumnDefinition column, List<ColumnName> dropped, SourcePosition position) {
        boolean key = table.primaryKey().stream().anyMatch(column.name()::equalsIgnoreCase);
        String users = key ? "the primary key" : users(column, dropped);
        if (!users.isEmpty()) {
            throw refused(position, "'" + column.name() + "' is used by " + users + "; drop or change these first");
        }
    }

    private String users(ColumnDefinition column) {
        return users(column, List.of());
    }

    /** Computed columns that stay, and the watermark, if they use it. */
    private String users(ColumnDefinition column, List<ColumnName> dropped) {
        Pattern word = Pattern.compile("(?i)\\b" + Pattern.quote(column.name()) + "\\b");
        Stream<String> computed = table.columns().stream()
                .filter(other -> other.computedAs() != null
                        && word.matcher(other.computedAs()).find()
                        && dropped.stream().noneMatch(name -> name.name().equalsIgnoreCase(other.name())))
                .map(other -> "the computed column '" + other.name() + "'");
        boolean watermark = table.watermark() != null
                && (table.watermark().column().equalsIgnoreCase(column.name())
                        || word.matcher(table.watermark().expression()).find());
        return Stream.concat(computed, watermark ? Stream.of("the watermark") : Stream.empty())
                .collect(Collectors.joining(", "));
    }

    private static BlinkException refused(SourcePosition position, String message) {
        return SqlErrors.at(SessionErrorCode.INVALID_TABLE_DEFINITION, position, message);
    }
}

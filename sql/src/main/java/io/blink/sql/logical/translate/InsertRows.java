package io.blink.sql.logical.translate;

import io.blink.core.expression.SourcePosition;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.ObjectName;
import io.blink.sql.PartitionValue;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.catalog.TableOptions;
import io.blink.sql.function.ScalarOperators;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * The rows of an INSERT in the target's shape. The query's columns go, in order, to the listed columns, or to all that the statement leaves open: the
 * stored columns without the static partition's, dynamic partition columns where the table has them (Hive has its partition columns last). A column
 * that gets nothing is NULL.
 */
public final class InsertRows {
    private final Statement.Insert insert;
    private final CatalogTable table;
    private final RelBuilder builder;
    private final List<ColumnDefinition> stored;
    private final Map<String, String> staticPartition = new LinkedHashMap<>();

    public InsertRows(Statement.Insert insert, CatalogTable table, RelBuilder builder) {
        this.insert = insert;
        this.table = table;
        this.builder = builder;
        this.stored =
                table.columns().stream().filter(ColumnDefinition::isWritten).toList();
        readPartition();
    }

    /** The table that the statement names, with the statement's options, its columns known. */
    public static CatalogTable target(Statement.Insert insert, PlannerContext context) {
        CatalogTable named = named(insert.table(), context);
        CatalogTable table = insert.options().isEmpty() ? named : withOptions(named, insert, context);
        return withColumns(table, context);
    }

    /** The table with its columns known. */
    static CatalogTable withColumns(CatalogTable table, PlannerContext context) {
        return BlinkTable.resolve(table, context.connectors(), Optional.empty()).definition();
    }

    private static CatalogTable withOptions(CatalogTable table, Statement.Insert insert, PlannerContext context) {
        TableOptions known = new TableOptions(context.connectors(), SqlErrorCode.INVALID_STATEMENT);
        for (String key : insert.options().keySet()) {
            if (known.isFixed(table.connector(), key)) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_STATEMENT,
                        insert.table().position(),
                        "'" + key + "' of " + table.path()
                                + " is fixed when the table is created; an INSERT has no other in OPTIONS");
            }
        }
        known.check(table.path(), table.connector(), insert.options());
        Map<String, String> options = new HashMap<>(table.options());
        options.putAll(insert.options());
        return table.withOptions(options);
    }

    private static CatalogTable named(ObjectName name, PlannerContext context) {
        return new TargetTables(context, (code, problem) -> SqlErrors.at(code, name.position(), problem))
                .table(name.parts());
    }

    public InsertTarget insertTarget() {
        return new InsertTarget(table, insert.overwrite(), staticPartition, insert.ifNotExists(), insert.conflict());
    }

    public RelNode shape(RelNode query) {
        List<ColumnDefinition> given = givenColumns();
        int columns = query.getRowType().getFieldCount();
        if (columns != given.size()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    insert.query().position(),
                    "the query has " + columns + " columns and " + table.path() + " takes " + given.size() + ": "
                            + String.join(
                                    ", ",
                                    given.stream().map(ColumnDefinition::name).toList()));
        }
        Map<String, Integer> source = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            source.put(given.get(i).name(), i);
        }
        builder.push(query);
        List<RexNode> values = new ArrayList<>();
        for (ColumnDefinition column : stored) {
            values.add(value(column, source.get(column.name())));
        }
        return builder.project(
                        values, stored.stream().map(ColumnDefinition::name).toList(), true)
                .build();
    }

    private RexNode value(ColumnDefinition column, Integer source) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        RelDataType type = TypeMapping.toCalcite(column.type(), builder.getTypeFactory());
        String fixed = staticPartition.get(column.name());
        if (fixed != null) {
            return rexBuilder.makeCast(type, rexBuilder.makeLiteral(fixed));
        }
        if (source == null) {
            if (!column.type().nullable()) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_STATEMENT,
                        insert.table().position(),
                        "the column '" + column.name() + "' of " + table.path() + " is NOT NULL and gets no value");
            }
            return rexBuilder.makeNullLiteral(type);
        }
        RexNode field = builder.field(source);
        checkAssignable(column, TypeMapping.toCore(field.getType()));
        boolean nullable = field.getType().isNullable();
        RexNode converted = rexBuilder.ensureType(
                rexBuilder.getTypeFactory().createTypeWithNullability(type, nullable), field, true);
        boolean checked = nullable && !column.type().nullable();
        return checked
                ? rexBuilder.makeCall(
                        ScalarOperators.REQUIRE_NOT_NULL,
                        converted,
                        rexBuilder.makeLiteral("'" + column.name() + "' of " + table.path()))
                : converted;
    }

    /** Flink's implicit rules: within numbers, within strings, within times, into a string from anything simple, and NULL into all. */
    private void checkAssignable(ColumnDefinition column, DataType from) {
        DataType to = column.type();
        boolean assignable = from.kind() == TypeKind.NULL
                || from.equalsIgnoringNullability(to)
                || (family(from) != Family.OTHER && family(from) == family(to))
                || from.kind() == to.kind();
        if (!assignable) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    insert.query().position(),
                    "the query gives " + from.withNullable(true) + " for the column '" + column.name() + "' of type "
                            + to.withNullable(true) + " of " + table.path() + "; write a CAST");
        }
    }

    private enum Family {
        NUMBER,
        STRING,
        BYTES,
        DAY,
        OTHER
    }

    private static Family family(DataType type) {
        if (type.kind().isNumeric()) {
            return Family.NUMBER;
        }
        if (type.kind().isCharacter()) {
            return Family.STRING;
        }
        if (type.kind().isBinary()) {
            return Family.BYTES;
        }
        return switch (type.kind()) {
            case DATE, TIMESTAMP, TIMESTAMP_LTZ -> Family.DAY;
            default -> Family.OTHER;
        };
    }

    /** The columns that the query gives, in its order. */
    public List<ColumnDefinition> givenColumns() {
        if (insert.columns().isEmpty()) {
            return stored.stream()
                    .filter(column -> !staticPartition.containsKey(column.name()))
                    .toList();
        }
        List<ColumnDefinition> given = new ArrayList<>();
        for (String name : insert.columns()) {
            ColumnDefinition column = column(name, insert.table().position());
            if (staticPartition.containsKey(column.name()) || given.contains(column)) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_STATEMENT,
                        insert.table().position(),
                        "the column '" + name + "' is given twice");
            }
            given.add(column);
        }
        for (PartitionValue value : insert.partition()) {
            ColumnDefinition column = column(value.column(), value.position());
            if (value.value().isEmpty() && !given.contains(column)) {
                given.add(column);
            }
        }
        return given;
    }

    private void readPartition() {
        for (PartitionValue value : insert.partition()) {
            ColumnDefinition column = column(value.column(), value.position());
            if (table.partitionKeys().stream().noneMatch(column.name()::equalsIgnoreCase)) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_STATEMENT,
                        value.position(),
                        "'" + value.column() + "' is no partition column of " + table.path() + ", which has "
                                + table.partitionKeys());
            }
            value.value().ifPresent(text -> staticPartition.put(column.name(), text));
        }
        checkStaticFirst();
    }

    /** Files of a dynamic partition lie below the static ones, so these come first in the table's order. */
    private void checkStaticFirst() {
        boolean open = false;
        for (String key : table.partitionKeys()) {
            boolean fixed = staticPartition.keySet().stream().anyMatch(key::equalsIgnoreCase);
            if (fixed && open) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_STATEMENT,
                        insert.table().position(),
                        "the partition column '" + key + "' has a value while one before it has none; the order is "
                                + table.partitionKeys());
            }
            open |= !fixed;
        }
    }

    private ColumnDefinition column(String name, SourcePosition position) {
        Optional<ColumnDefinition> column = table.column(name);
        if (column.isEmpty()) {
            List<String> known = stored.stream().map(ColumnDefinition::name).toList();
            throw SqlErrors.at(
                    SqlErrorCode.UNKNOWN_COLUMN,
                    position,
                    table.path() + " has no column '" + name + "'" + SqlErrors.suggestion(name, known));
        }
        if (!column.get().isWritten()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    position,
                    "the column '" + name.toLowerCase(Locale.ROOT) + "' of " + table.path()
                            + (column.get().computedAs() != null ? " is computed" : " is VIRTUAL, for reading alone"));
        }
        return column.get();
    }
}

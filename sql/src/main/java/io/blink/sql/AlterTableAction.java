package io.blink.sql;

import io.blink.core.expression.SourcePosition;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an ALTER TABLE changes. */
public sealed interface AlterTableAction {
    /** @param name in the table's own database unless it names another */
    record Rename(ObjectName name) implements AlterTableAction {}

    /** Options, or properties of a Hive table, that are added or get another value. */
    record SetOptions(Map<String, String> options) implements AlterTableAction {}

    /** Options that the table shall not have any more. */
    record ResetOptions(List<String> keys) implements AlterTableAction {}

    /** What the table does not have yet. */
    record AddSchema(TableSchema schema) implements AlterTableAction {}

    /** Another definition, and perhaps place, of columns, and another primary key and watermark, that the table has. */
    record ModifySchema(TableSchema schema) implements AlterTableAction {}

    /** Parts of a table's definition. */
    record TableSchema(
            List<PlacedColumn> columns, Optional<PrimaryKey> primaryKey, Optional<WatermarkDefinition> watermark) {
        public TableSchema {
            columns = List.copyOf(columns);
        }
    }

    /** @param place among the columns; empty for the last one of a new column, and for its own of another */
    record PlacedColumn(ColumnDefinition column, Optional<ColumnPlace> place) {}

    /** By whatever name: a table has no other constraint, and the key's name is not kept. */
    record DropPrimaryKey(SourcePosition position) implements AlterTableAction {}

    record DropWatermark(SourcePosition position) implements AlterTableAction {}

    /**
     * Another name, type, comment or place for a column; what is empty stays.
     *
     * @param place among the columns
     */
    record ChangeColumn(
            ColumnName column,
            Optional<String> name,
            Optional<DataType> type,
            Optional<String> comment,
            Optional<ColumnPlace> place)
            implements AlterTableAction {}

    /** @param after empty for the first place */
    record ColumnPlace(Optional<ColumnName> after) {}

    record DropColumns(List<ColumnName> columns) implements AlterTableAction {}

    /** These columns in place of all that are stored and no partition columns. */
    record ReplaceColumns(List<ColumnDefinition> columns) implements AlterTableAction {}

    /** One or more partitions, each with a value for every partition column. */
    record AddPartitions(List<AddedPartition> partitions, boolean ifNotExists) implements AlterTableAction {}

    /** @param location where its files are; empty for the usual folder below the table's */
    record AddedPartition(List<PartitionValue> values, Optional<String> location) {}

    /** All partitions that have the values of one of these. */
    record DropPartitions(List<List<PartitionValue>> partitions, boolean ifExists) implements AlterTableAction {}
}

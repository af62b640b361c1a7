package io.blink.sql;

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

    /** Columns behind those that the table has. */
    record AddColumns(List<ColumnDefinition> columns) implements AlterTableAction {}

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

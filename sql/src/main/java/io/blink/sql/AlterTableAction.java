package io.blink.sql;

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

    /** One or more partitions, each with a value for every partition column. */
    record AddPartitions(List<AddedPartition> partitions, boolean ifNotExists) implements AlterTableAction {}

    /** @param location where its files are; empty for the usual folder below the table's */
    record AddedPartition(List<PartitionValue> values, Optional<String> location) {}

    /** All partitions that have the values of one of these. */
    record DropPartitions(List<List<PartitionValue>> partitions, boolean ifExists) implements AlterTableAction {}
}

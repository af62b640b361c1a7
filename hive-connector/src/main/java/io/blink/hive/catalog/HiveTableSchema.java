package io.blink.hive.catalog;

import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.Field;
import io.blink.hive.metastore.MetastoreTable;
import java.util.List;

/** A Hive table's columns with core's types: those in its files and those in its partitions' names. */
public record HiveTableSchema(List<Field> dataColumns, List<Field> partitionColumns) {
    public HiveTableSchema {
        dataColumns = List.copyOf(dataColumns);
        partitionColumns = List.copyOf(partitionColumns);
    }

    public static HiveTableSchema of(MetastoreTable table) {
        List<ColumnDefinition> all = HiveTables.columns(table);
        List<Field> fields = all.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        int dataCount = table.storage().columns().size();
        return new HiveTableSchema(fields.subList(0, dataCount), fields.subList(dataCount, fields.size()));
    }
}

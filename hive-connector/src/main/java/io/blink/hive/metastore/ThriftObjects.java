package io.blink.hive.metastore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.hive.metastore.api.Database;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.Partition;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;

/**
 * Between our records and Thrift's objects. Writing goes onto an object that the metastore sent, or an empty one, so that fields we do not show survive a
 * read and write.
 */
final class ThriftObjects {
    private ThriftObjects() {}

    static MetastoreDatabase database(Database raw) {
        return new MetastoreDatabase(
                raw.getName(),
                Optional.ofNullable(raw.getDescription()),
                Optional.ofNullable(raw.getLocationUri()),
                orEmpty(raw.getParameters()));
    }

    static MetastoreTable table(Table raw) {
        return new MetastoreTable(
                raw.getDbName(),
                raw.getTableName(),
                raw.getOwner() == null ? "" : raw.getOwner(),
                TableKind.of(raw.getTableType(), raw.getDbName() + "." + raw.getTableName()),
                storage(raw.getSd()),
                columns(raw.getPartitionKeys()),
                orEmpty(raw.getParameters()),
                textOf(raw.getViewOriginalText()),
                textOf(raw.getViewExpandedText()));
    }

    static MetastorePartition partition(Partition raw) {
        return new MetastorePartition(
                raw.getValues(), storage(raw.getSd()), orEmpty(raw.getParameters()), raw.getCreateTime());
    }

    private static MetastoreStorage storage(StorageDescriptor raw) {
        StorageDescriptor descriptor = raw == null ? new StorageDescriptor() : raw;
        SerDeInfo serde = descriptor.getSerdeInfo() == null ? new SerDeInfo() : descriptor.getSerdeInfo();
        return new MetastoreStorage(
                columns(descriptor.getCols()),
                textOf(descriptor.getLocation()),
                orEmpty(descriptor.getInputFormat()),
                orEmpty(descriptor.getOutputFormat()),
                orEmpty(serde.getSerializationLib()),
                orEmpty(serde.getParameters()),
                Math.max(0, descriptor.getNumBuckets()),
                descriptor.getBucketCols() == null ? List.of() : descriptor.getBucketCols(),
                orEmpty(descriptor.getParameters()));
    }

    private static List<MetastoreColumn> columns(List<FieldSchema> raw) {
        List<MetastoreColumn> columns = new ArrayList<>();
        if (raw != null) {
            for (FieldSchema field : raw) {
                columns.add(
                        new MetastoreColumn(field.getName(), field.getType(), Optional.ofNullable(field.getComment())));
            }
        }
        return columns;
    }

    static void write(MetastoreTable table, String catalog, Table target) {
        target.setCatName(catalog);
        target.setDbName(table.database());
        target.setTableName(table.name());
        target.setOwner(table.owner());
        target.setTableType(table.kind().metastoreName());
        target.setPartitionKeys(fields(table.partitionColumns()));
        target.setParameters(new HashMap<>(table.parameters()));
        target.setViewOriginalText(table.viewText().orElse(null));
        target.setViewExpandedText(table.viewExpandedText().orElse(null));
        if (target.getSd() == null) {
            target.setSd(new StorageDescriptor());
        }
        write(table.storage(), target.getSd());
    }

    static void write(MetastorePartition partition, MetastoreTable table, String catalog, Partition target) {
        target.setCatName(catalog);
        target.setDbName(table.database());
        target.setTableName(table.name());
        target.setValues(new ArrayList<>(partition.values()));
        target.setParameters(new HashMap<>(partition.parameters()));
        if (target.getSd() == null) {
            target.setSd(new StorageDescriptor());
        }
        write(partition.storage(), target.getSd());
    }

    private static void write(MetastoreStorage storage, StorageDescriptor target) {
        target.setCols(fields(storage.columns()));
        target.setLocation(storage.location().orElse(null));
        target.setInputFormat(storage.inputFormat().isEmpty() ? null : storage.inputFormat());
        target.setOutputFormat(storage.outputFormat().isEmpty() ? null : storage.outputFormat());
        target.setNumBuckets(storage.bucketCount());
        target.setBucketCols(new ArrayList<>(storage.bucketColumns()));
        target.setParameters(new HashMap<>(storage.parameters()));
        if (target.getSortCols() == null) {
            target.setSortCols(new ArrayList<>());
        }
        if (target.getSerdeInfo() == null) {
            target.setSerdeInfo(new SerDeInfo());
        }
        target.getSerdeInfo().setSerializationLib(storage.serde().isEmpty() ? null : storage.serde());
        target.getSerdeInfo().setParameters(new HashMap<>(storage.serdeParameters()));
    }

    private static List<FieldSchema> fields(List<MetastoreColumn> columns) {
        List<FieldSchema> fields = new ArrayList<>();
        for (MetastoreColumn column : columns) {
            fields.add(new FieldSchema(
                    column.name(), column.type(), column.comment().orElse(null)));
        }
        return fields;
    }

    private static Optional<String> textOf(String text) {
        return text == null || text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static String orEmpty(String text) {
        return text == null ? "" : text;
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }
}

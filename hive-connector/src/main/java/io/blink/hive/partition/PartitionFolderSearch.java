package io.blink.hive.partition;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.PartitionFolders;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.MetastoreClient;
import io.blink.hive.metastore.MetastorePartition;
import io.blink.hive.metastore.MetastoreTable;
import io.blink.hive.metastore.PartitionName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the folders below a table's with the metastore's partitions, for MSCK REPAIR TABLE. Blocks: one listing for each folder above the last level. */
public final class PartitionFolderSearch {
    private final MetastoreTable table;
    private final List<Field> keys;
    private final MetastoreClient client;
    private final FileSystems fileSystems;

    public PartitionFolderSearch(
            MetastoreTable table, List<Field> keys, MetastoreClient client, FileSystems fileSystems) {
        if (keys.isEmpty()) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_TABLE, "Table " + table.qualifiedName() + " is not partitioned");
        }
        this.table = table;
        this.keys = List.copyOf(keys);
        this.client = client;
        this.fileSystems = fileSystems;
    }

    public PartitionFolders search() {
        List<String> names = client.partitionNames(table.database(), table.name());
        Set<String> known = new HashSet<>(names);
        List<Map<String, String>> lost = new ArrayList<>();
        try {
            for (MetastorePartition partition : client.partitionsByName(table.database(), table.name(), names)) {
                String location = partition.storage().location().orElseThrow();
                known.add(withoutSlash(location));
                if (fileSystems.of(location).status(location).isEmpty()) {
                    lost.add(byKey(partition.values()));
                }
            }
            List<PartitionFolders.Folder> unknown = new ArrayList<>();
            String root = table.storage().location().orElseThrow();
            if (fileSystems.of(root).status(root).isPresent()) {
                collect(fileSystems.of(root), root, List.of(), known, unknown);
            }
            return new PartitionFolders(unknown, lost);
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM,
                    "Listing the folders of table " + table.qualifiedName() + " failed: " + e.getMessage(),
                    e);
        }
    }

    private void collect(
            FileSystem files,
            String folder,
            List<String> values,
            Set<String> known,
            List<PartitionFolders.Folder> unknown)
            throws IOException {
        if (values.size() == keys.size()) {
            if (!known.contains(name(values)) && !known.contains(withoutSlash(folder))) {
                unknown.add(new PartitionFolders.Folder(byKey(values), folder));
            }
            return;
        }
        for (FileStatus child : files.list(folder)) {
            boolean hidden = child.name().startsWith(".") || child.name().startsWith("_");
            if (child.directory() && !hidden) {
                List<String> deeper = new ArrayList<>(values);
                deeper.add(value(child, keys.get(values.size())));
                collect(files, child.path(), deeper, known, unknown);
            }
        }
    }

    private String value(FileStatus folder, Field key) {
        int equals = folder.name().indexOf('=');
        if (equals < 0 || !folder.name().substring(0, equals).equalsIgnoreCase(key.name())) {
            throw new BlinkException(
                    HiveErrorCode.INVALID_PARTITION_VALUE,
                    "Folder " + folder.path() + " of table " + table.qualifiedName() + " is not named " + key.name()
                            + "=value; move it elsewhere, or give it such a name");
        }
        return PartitionName.values(folder.name()).get(0);
    }

    private String name(List<String> values) {
        List<String> canonical = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            canonical.add(PartitionValues.canonical(values.get(i), keys.get(i), "folder of " + table.qualifiedName()));
        }
        return PartitionName.of(keys.stream().map(Field::name).toList(), canonical);
    }

    private Map<String, String> byKey(List<String> values) {
        Map<String, String> byKey = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            byKey.put(keys.get(i).name(), values.get(i));
        }
        return byKey;
    }

    private static String withoutSlash(String location) {
        return location.endsWith("/") ? location.substring(0, location.length() - 1) : location;
    }
}

package io.blink.core.spi.connector;

import java.util.List;
import java.util.Map;

/**
 * Where a table's folders and the partitions that its catalog keeps differ.
 *
 * @param unknown folders below the table's that are no partition
 * @param lost partitions, by the values of all partition columns, whose folder is not there
 */
public record PartitionFolders(List<Folder> unknown, List<Map<String, String>> lost) {
    public PartitionFolders {
        unknown = List.copyOf(unknown);
        lost = List.copyOf(lost);
    }

    /** @param values of all partition columns, as the folder's name spells them */
    public record Folder(Map<String, String> values, String location) {
        public Folder {
            values = Map.copyOf(values);
        }
    }
}

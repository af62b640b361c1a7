package io.blink.kafka.source;

import io.blink.core.type.Field;
import io.blink.kafka.table.KafkaTable;
import java.util.List;
import java.util.Map;

/**
 * A scan.
 *
 * @param columns wanted, in order, by the names of the table
 * @param known by topic, how many partitions there were when it was planned: they begin where the table says, later ones at their beginning
 * @param bounded whether to read only up to what there is when the job starts
 */
public record ScanHandle(KafkaTable table, List<Field> columns, Map<String, Integer> known, boolean bounded) {
    public static final int VERSION = 1;

    public ScanHandle {
        columns = List.copyOf(columns);
        known = Map.copyOf(known);
    }
}

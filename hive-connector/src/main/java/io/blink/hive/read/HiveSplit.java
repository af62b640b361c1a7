package io.blink.hive.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Split;
import java.util.List;

/**
 * A part of a file.
 *
 * @param partition position in {@link ScanHandle#partitions}
 * @param own the partition, where the scan's are not fixed; {@code null}: see {@code partition}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record HiveSplit(int partition, String path, long offset, long length, ScanHandle.ScanPartition own) {
    Split split(List<String> hosts) {
        return new Split(path + ":" + offset, PlanJson.write(this), length, hosts);
    }

    static HiveSplit of(Split split) {
        return PlanJson.read(split.json(), HiveSplit.class);
    }
}

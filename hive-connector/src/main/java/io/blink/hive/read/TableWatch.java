package io.blink.hive.read;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.blink.core.config.Configuration;
import io.blink.core.expression.Expression;
import io.blink.core.type.Field;
import io.blink.formats.partition.PartitionTime;
import io.blink.formats.watch.ReadMark;
import io.blink.hive.metastore.MetastoreReference;
import java.util.List;
import java.util.Map;

/**
 * How a scan follows its table while it runs, as JSON in the plan.
 *
 * @param partitionFilters conjuncts over the partition columns, numbered in their order; partitions that fail one are not read
 * @param intervalMillis between looks; {@link #ONCE}: what is there when the scan is opened is read, and then it ends, as copies of a table are made again and again
 * @param timeOptions those of {@link PartitionTime}
 * @param start below or at which nothing is read; {@code null}: all is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TableWatch(
        MetastoreReference metastore,
        String database,
        String name,
        PartitionInclude include,
        PartitionOrder order,
        long intervalMillis,
        List<Expression> partitionFilters,
        Map<String, String> timeOptions,
        ReadMark start) {
    static final long ONCE = -1;

    TableWatch {
        partitionFilters = List.copyOf(partitionFilters);
        timeOptions = Map.copyOf(timeOptions);
    }

    @JsonIgnore
    boolean isOfCopies() {
        return intervalMillis == ONCE;
    }

    PartitionTime time(List<Field> partitionColumns) {
        return PartitionTime.of(
                database + "." + name,
                partitionColumns.stream().map(Field::name).toList(),
                new Configuration(timeOptions));
    }
}

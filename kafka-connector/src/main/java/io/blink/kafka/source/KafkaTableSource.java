package io.blink.kafka.source;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.type.Field;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.BoundedMode;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import io.blink.kafka.table.TableColumn;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Planning: reading topics. Only wanted columns are decoded. */
public final class KafkaTableSource implements TableSource {
    private final String connector;
    private final KafkaTable table;
    private Map<String, Integer> partitions;

    public KafkaTableSource(String connector, KafkaTable table) {
        this.connector = connector;
        this.table = table;
    }

    @Override
    public Boundedness boundedness() {
        return table.options().get(KafkaOptions.BOUNDED_MODE) == BoundedMode.UNBOUNDED
                ? Boundedness.UNBOUNDED
                : Boundedness.BOUNDED;
    }

    @Override
    public ChangelogMode changelogMode() {
        return table.changelogMode();
    }

    @Override
    public TableStatistics statistics() {
        return TableStatistics.UNKNOWN;
    }

    @Override
    public ScanPlan plan(ScanRequest request) {
        new ScanRange(table).check();
        List<Field> columns = request.columns().stream().map(this::column).toList();
        ScanHandle handle = new ScanHandle(table, columns, partitions(), request.bounded());
        int count = partitions.values().stream().mapToInt(Integer::intValue).sum();
        return new ScanPlan(
                new ConnectorHandle(connector, ScanHandle.VERSION, PlanJson.write(handle)),
                request.filters(),
                -1,
                -1,
                "topic " + table.topicText() + ", " + count + " partitions, " + startText() + ", columns "
                        + request.paths());
    }

    private String startText() {
        return table.upsert()
                ? "from the beginning"
                : "from "
                        + table.options()
                                .get(KafkaOptions.STARTUP_MODE)
                                .name()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-');
    }

    private Field column(String name) {
        TableColumn column = table.columns().stream()
                .filter(known -> known.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow();
        return new Field(column.name(), column.type());
    }

    private Map<String, Integer> partitions() {
        if (partitions == null) {
            KafkaClients clients = new KafkaClients(table);
            try (Admin admin = clients.admin()) {
                partitions = new TopicPartitions(table, clients).list(admin);
            }
        }
        return partitions;
    }
}

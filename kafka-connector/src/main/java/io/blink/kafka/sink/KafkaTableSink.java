package io.blink.kafka.sink;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.TableSink;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.DeliveryGuarantee;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import io.blink.kafka.table.RecordMetadata;
import io.blink.kafka.table.TableColumn;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/** Planning: writing a topic. */
public final class KafkaTableSink implements TableSink {
    private final String connector;
    private final KafkaTable table;

    public KafkaTableSink(String connector, KafkaTable table) {
        this.connector = connector;
        this.table = table;
    }

    /** A format of changes writes what it is given; without one, and without keys that replace each other, rows are only added. */
    @Override
    public Set<ChangelogMode> changelogModes() {
        return Set.of(table.changelogMode());
    }

    @Override
    public SinkPlan plan(SinkRequest request) {
        if (request.overwrite()) {
            throw invalid("a topic cannot be overwritten; use INSERT INTO");
        }
        boolean rowsSayTopic = written().stream().anyMatch(column -> column.metadata() == RecordMetadata.TOPIC);
        if (table.topics().size() != 1 && !rowsSayTopic) {
            throw invalid("rows are written to one topic, unless a column METADATA 'topic' says to which, and it names "
                    + table.topicText());
        }
        Partitioner.of(table, 0);
        if (table.upsert() && !table.options().get(KafkaOptions.PARTITIONER).equals(Partitioner.BY_KEY)) {
            throw invalid(
                    "'" + KafkaOptions.PARTITIONER.key() + "' of connector 'upsert-kafka' is '" + Partitioner.BY_KEY
                            + "': all records of a key must lie in one partition, where the later one replaces the earlier");
        }
        written().stream()
                .filter(column -> !column.isStored()
                        && (column.metadata() == null || !column.metadata().isWritable()))
                .findFirst()
                .ifPresent(column -> {
                    throw invalid(
                            "column '" + column.name() + "' is METADATA that no writer can say; declare it VIRTUAL");
                });
        DeliveryGuarantee delivery = table.options().get(KafkaOptions.DELIVERY);
        if (delivery == DeliveryGuarantee.EXACTLY_ONCE) {
            checkPrefix();
        }
        if (table.options().get(KafkaOptions.FLUSH_ROWS) < 0) {
            throw invalid(
                    "'" + KafkaOptions.FLUSH_ROWS.key() + "' is less than 0: " + KafkaOptions.FLUSH_ROWS.description());
        }
        new KafkaClients(table).requireKnownHost();
        return new SinkPlan(
                new ConnectorHandle(connector, SinkHandle.VERSION, PlanJson.write(new SinkHandle(table))),
                distribution(),
                List.of(),
                "topic " + table.topicText() + ", "
                        + delivery.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    private List<TableColumn> written() {
        return table.columns().stream().filter(column -> !column.virtual()).toList();
    }

    private void checkPrefix() {
        String prefix =
                table.options().optional(KafkaOptions.TRANSACTION_PREFIX).orElse("");
        if (prefix.isBlank()) {
            throw invalid("'sink.delivery-guarantee' = 'exactly-once' needs '" + KafkaOptions.TRANSACTION_PREFIX.key()
                    + "': " + KafkaOptions.TRANSACTION_PREFIX.description());
        }
    }

    /** Changes of a row must come to the topic in their order: one task writes all of a key. */
    private List<Integer> distribution() {
        List<String> names = written().stream().map(TableColumn::name).toList();
        return table.upsert()
                ? table.keyColumns().stream()
                        .map(key -> IntStream.range(0, names.size())
                                .filter(i -> names.get(i).equalsIgnoreCase(key))
                                .findFirst()
                                .orElseThrow())
                        .toList()
                : List.of();
    }

    private BlinkException invalid(String why) {
        return new BlinkException(KafkaErrorCode.INVALID_TABLE, "Table " + table.name() + ": " + why + ".");
    }
}

package io.blink.kafka.table;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.formats.record.RecordFormat;
import io.blink.formats.record.RecordFormats;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.PoisonRecords;
import io.blink.kafka.KafkaOptions.ValueFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.producer.ProducerConfig;

/** From the table of a catalog, whose options are checked here, to that of the handles. */
public final class TableDefinition {
    private final CatalogTable table;
    private final Configuration options;
    private final boolean upsert;

    private TableDefinition(CatalogTable table, boolean upsert) {
        this.table = table;
        this.options = new Configuration(table.options());
        this.upsert = upsert;
    }

    /** @param upsert whether its primary key is the records' key */
    public static KafkaTable of(CatalogTable table, boolean upsert) {
        return new TableDefinition(table, upsert).read();
    }

    private KafkaTable read() {
        require(KafkaOptions.BOOTSTRAP_SERVERS);
        require(KafkaOptions.FORMAT);
        KafkaTable read =
                new KafkaTable(table.path().toString(), topics(), pattern(), columns(), keyColumns(), upsert, options);
        checkKey(read);
        if (read.clientProperties().containsKey(ProducerConfig.TRANSACTIONAL_ID_CONFIG)) {
            throw invalid("'" + KafkaOptions.PROPERTIES_PREFIX + ProducerConfig.TRANSACTIONAL_ID_CONFIG
                    + "' is for the connector to say; set '" + KafkaOptions.DELIVERY.key()
                    + "' to 'exactly-once', and '"
                    + KafkaOptions.TRANSACTION_PREFIX.key() + "'");
        }
        format(KafkaOptions.FORMAT).check(read.valueFields(), read.valueOptions());
        if (read.hasKey()) {
            RecordFormat key = format(KafkaOptions.KEY_FORMAT);
            if (key.isChangelog()) {
                throw invalid("'key.format' = '" + key.name() + "' is a changelog, which only values can be");
            }
            key.check(read.keyFields(), read.keyOptions());
        }
        if (upsert && format(KafkaOptions.FORMAT).isChangelog()) {
            throw invalid(
                    "'format' = '" + options.get(KafkaOptions.FORMAT)
                            + "' is a changelog, which connector 'kafka' reads; with 'upsert-kafka' the key says which row changes");
        }
        if (options.get(KafkaOptions.POISON_RECORDS) == PoisonRecords.TOPIC) {
            require(KafkaOptions.POISON_TOPIC);
            checkPoisonTopic(read, options.get(KafkaOptions.POISON_TOPIC));
        }
        return read;
    }

    /** In the table's own topic each bad record would be read, and written, for ever. */
    private void checkPoisonTopic(KafkaTable read, String topic) {
        boolean own = read.topicPattern() == null ? read.topics().contains(topic) : topic.matches(read.topicPattern());
        if (own) {
            throw invalid(
                    "'" + KafkaOptions.POISON_TOPIC.key() + "' = '" + topic
                            + "' is read by the table itself, so that bad records would come again and again; name another topic");
        }
    }

    private void require(ConfigOption<?> option) {
        if (!options.contains(option)) {
            throw invalid("'" + option.key() + "' is missing: " + option.description());
        }
    }

    private RecordFormat format(ConfigOption<String> option) {
        return RecordFormats.named(options.get(option));
    }

    private List<String> topics() {
        boolean named = options.contains(KafkaOptions.TOPIC);
        if (named == options.contains(KafkaOptions.TOPIC_PATTERN)) {
            throw invalid("either 'topic' or 'topic-pattern' is to be set");
        }
        List<String> topics = named ? list(options.get(KafkaOptions.TOPIC)) : List.of();
        if (named && topics.isEmpty()) {
            throw invalid("'topic' = '" + options.get(KafkaOptions.TOPIC) + "' names no topic");
        }
        return topics;
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
    }

    private String pattern() {
        String pattern = options.optional(KafkaOptions.TOPIC_PATTERN).orElse(null);
        try {
            return pattern == null ? null : Pattern.compile(pattern).pattern();
        } catch (PatternSyntaxException e) {
            throw new BlinkException(
                    KafkaErrorCode.INVALID_TABLE,
                    table.path() + ": 'topic-pattern' = '" + pattern + "' is no regular expression: "
                            + e.getDescription(),
                    e);
        }
    }

    private List<TableColumn> columns() {
        List<TableColumn> columns = new ArrayList<>();
        for (ColumnDefinition column : table.columns()) {
            if (column.computedAs() == null) {
                columns.add(column(column));
            }
        }
        return columns;
    }

    private TableColumn column(ColumnDefinition column) {
        ColumnDefinition.Metadata metadata = column.metadata();
        if (metadata == null) {
            return new TableColumn(column.name(), column.type(), null, null, false);
        }
        if (!metadata.key().startsWith(KafkaOptions.VALUE_PREFIX)) {
            RecordMetadata known = RecordMetadata.of(metadata.key());
            return new TableColumn(column.name(), column.type(), known, null, metadata.virtual());
        }
        String key = metadata.key().substring(KafkaOptions.VALUE_PREFIX.length());
        RecordFormat format = format(KafkaOptions.FORMAT);
        if (!format.metadata().containsKey(key)) {
            throw invalid("column '" + column.name() + "' is METADATA '" + metadata.key() + "', which format '"
                    + format.name() + "' does not have: of values it has "
                    + format.metadata().keySet());
        }
        return new TableColumn(column.name(), column.type(), null, key, metadata.virtual());
    }

    private List<String> keyColumns() {
        if (upsert) {
            if (table.primaryKey().isEmpty()) {
                throw invalid("connector 'upsert-kafka' needs a PRIMARY KEY, which is the key of the records");
            }
            require(KafkaOptions.KEY_FORMAT);
            return table.primaryKey();
        }
        return options.optional(KafkaOptions.KEY_FIELDS)
                .map(TableDefinition::list)
                .orElse(List.of());
    }

    private void checkKey(KafkaTable read) {
        if (read.hasKey() == read.keyColumns().isEmpty()) {
            throw invalid("'key.format' and 'key.fields' go together");
        }
        String prefix = options.get(KafkaOptions.KEY_FIELDS_PREFIX);
        boolean all = options.get(KafkaOptions.VALUE_FIELDS) == ValueFields.ALL;
        if (!prefix.isEmpty() && all) {
            throw invalid(
                    "'key.fields-prefix' needs 'value.fields-include' = 'EXCEPT_KEY': the value has no such prefix");
        }
        List<String> stored = read.columns().stream()
                .filter(TableColumn::isStored)
                .map(TableColumn::name)
                .toList();
        for (String name : read.keyColumns()) {
            if (stored.stream().noneMatch(name::equalsIgnoreCase)) {
                throw invalid("'key.fields' names '" + name + "', which is no column of the records."
                        + NearestName.hint(name, stored));
            }
            if (!name.startsWith(prefix)) {
                throw invalid(
                        "the key's column '" + name + "' does not begin with 'key.fields-prefix' = '" + prefix + "'");
            }
        }
    }

    private BlinkException invalid(String why) {
        return new BlinkException(KafkaErrorCode.INVALID_TABLE, "Table " + table.path() + ": " + why);
    }
}

package io.blink.kafka.table;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.type.Field;
import io.blink.formats.record.RecordFormats;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.ValueFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A table over topics.
 *
 * @param name for messages
 * @param topics to read, or the one to write; empty where {@code topicPattern} says which
 * @param topicPattern {@code null}: {@code topics} says which
 * @param columns that are not computed, in order
 * @param keyColumns names of the columns that lie in the key
 * @param upsert whether a record replaces the one before of the same key, and one without value removes it
 */
public record KafkaTable(
        String name,
        List<String> topics,
        String topicPattern,
        List<TableColumn> columns,
        List<String> keyColumns,
        boolean upsert,
        Configuration options) {
    public KafkaTable {
        topics = List.copyOf(topics);
        columns = List.copyOf(columns);
        keyColumns = List.copyOf(keyColumns);
    }

    /** What records say about rows. */
    @JsonIgnore
    public ChangelogMode changelogMode() {
        if (upsert) {
            return ChangelogMode.UPSERT;
        }
        boolean changes = RecordFormats.named(options.get(KafkaOptions.FORMAT)).isChangelog();
        return changes ? ChangelogMode.RETRACT : ChangelogMode.APPEND;
    }

    @JsonIgnore
    public boolean hasKey() {
        return options.contains(KafkaOptions.KEY_FORMAT);
    }

    /** Columns that lie in keys or values, in order. */
    private Stream<TableColumn> stored() {
        return columns.stream().filter(TableColumn::isStored);
    }

    /** The columns that lie in the key, in the order in which they are declared as its. */
    @JsonIgnore
    public List<TableColumn> keyParts() {
        return hasKey()
                ? keyColumns.stream()
                        .map(name -> stored().filter(column -> column.name().equalsIgnoreCase(name))
                                .findFirst()
                                .orElseThrow())
                        .toList()
                : List.of();
    }

    /** The columns that lie in the value, in the table's order. */
    @JsonIgnore
    public List<TableColumn> valueParts() {
        boolean all = !hasKey() || options.get(KafkaOptions.VALUE_FIELDS) == ValueFields.ALL;
        return stored().filter(column -> all || !isKey(column)).toList();
    }

    private boolean isKey(TableColumn column) {
        return keyColumns.stream().anyMatch(column.name()::equalsIgnoreCase);
    }

    /** What the key's columns are called in keys. */
    @JsonIgnore
    public List<Field> keyFields() {
        int prefix = options.get(KafkaOptions.KEY_FIELDS_PREFIX).length();
        return keyParts().stream()
                .map(column -> new Field(column.name().substring(prefix), column.type()))
                .toList();
    }

    @JsonIgnore
    public List<Field> valueFields() {
        return valueParts().stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
    }

    /** Options of the key's format. */
    @JsonIgnore
    public Configuration keyOptions() {
        return part(KafkaOptions.KEY_FORMAT, KafkaOptions.KEY_PREFIX);
    }

    /** Options of the value's format. */
    @JsonIgnore
    public Configuration valueOptions() {
        return part(KafkaOptions.FORMAT, KafkaOptions.VALUE_PREFIX);
    }

    private Configuration part(ConfigOption<String> format, String prefix) {
        Configuration merged = options;
        for (Map.Entry<String, String> option : options.asMap().entrySet()) {
            if (option.getKey().startsWith(prefix)) {
                merged = merged.with(option.getKey().substring(prefix.length()), option.getValue());
            }
        }
        String place = topicText() + "-" + prefix.substring(0, prefix.length() - 1);
        return options.contains(format)
                ? RecordFormats.named(options.get(format)).at(place, merged)
                : merged;
    }

    /** Settings for Kafka's clients. */
    @JsonIgnore
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new LinkedHashMap<>();
        options.asMap().forEach((key, value) -> {
            if (key.startsWith(KafkaOptions.PROPERTIES_PREFIX)) {
                properties.put(key.substring(KafkaOptions.PROPERTIES_PREFIX.length()), value);
            }
        });
        return properties;
    }

    /** The topics or their pattern, for messages. */
    @JsonIgnore
    public String topicText() {
        return topicPattern == null ? String.join(";", topics) : "/" + topicPattern + "/";
    }
}

package io.blink.kafka;

import io.blink.core.config.ConfigOption;
import io.blink.formats.record.RecordFormats;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The options of Kafka tables, named as Flink names them. */
public final class KafkaOptions {
    /** Where reading begins. */
    public enum StartupMode {
        EARLIEST_OFFSET,
        LATEST_OFFSET,
        GROUP_OFFSETS,
        TIMESTAMP,
        SPECIFIC_OFFSETS
    }

    /** Where reading ends. */
    public enum BoundedMode {
        UNBOUNDED,
        LATEST_OFFSET,
        GROUP_OFFSETS,
        TIMESTAMP,
        SPECIFIC_OFFSETS
    }

    /** What of a row stands in the record's value. */
    public enum ValueFields {
        ALL,
        EXCEPT_KEY
    }

    /** What becomes of records that cannot be read. */
    public enum PoisonRecords {
        FAIL,
        SKIP,
        TOPIC
    }

    public enum DeliveryGuarantee {
        NONE,
        AT_LEAST_ONCE,
        EXACTLY_ONCE
    }

    /** What follows when a transaction of a completed checkpoint turns out to be lost. */
    public enum LostTransaction {
        FAIL,
        CONTINUE
    }

    /** Settings of Kafka's own clients. */
    public static final String PROPERTIES_PREFIX = "properties.";

    public static final ConfigOption<String> TOPIC = ConfigOption.string(
            "topic", null, "The topic, perhaps several with ; between, of which written rows say one as METADATA");

    public static final ConfigOption<String> TOPIC_PATTERN = ConfigOption.string(
            "topic-pattern", null, "A regular expression: all topics that match are read; in place of 'topic'");

    public static final ConfigOption<String> BOOTSTRAP_SERVERS = ConfigOption.string(
            PROPERTIES_PREFIX + "bootstrap.servers", null, "Brokers to begin with: host:port, with commas between");

    public static final ConfigOption<String> GROUP_ID = ConfigOption.string(
            PROPERTIES_PREFIX + "group.id",
            null,
            "The consumer group whose offsets 'group-offsets' means, and which is told the offsets of completed checkpoints");

    public static final ConfigOption<String> FORMAT =
            ConfigOption.string("format", null, "The format of the records' values", "value.format");

    public static final ConfigOption<String> KEY_FORMAT =
            ConfigOption.string("key.format", null, "The format of the records' keys; not set: keys are not looked at");

    public static final ConfigOption<String> KEY_FIELDS =
            ConfigOption.string("key.fields", null, "The columns that the key has, with ; between");

    public static final ConfigOption<String> KEY_FIELDS_PREFIX = ConfigOption.string(
            "key.fields-prefix",
            "",
            "What the names of the key's columns begin with, and its fields do not; with 'value.fields-include' = 'EXCEPT_KEY'");

    public static final ConfigOption<ValueFields> VALUE_FIELDS = ConfigOption.choice(
            "value.fields-include",
            ValueFields.class,
            "ALL",
            "Whether the value has the columns of the key too: ALL or EXCEPT_KEY");

    public static final ConfigOption<StartupMode> STARTUP_MODE = ConfigOption.choice(
            "scan.startup.mode",
            StartupMode.class,
            "group-offsets",
            "Where reading begins: earliest-offset, latest-offset, group-offsets, timestamp or specific-offsets");

    public static final ConfigOption<Long> STARTUP_TIMESTAMP = ConfigOption.longInteger(
            "scan.startup.timestamp-millis",
            null,
            "Milliseconds since 1970 from which records are read, with 'timestamp'");

    public static final ConfigOption<String> STARTUP_OFFSETS = ConfigOption.string(
            "scan.startup.specific-offsets",
            null,
            "Where each partition begins: partition:0,offset:42;partition:1,offset:300");

    public static final ConfigOption<BoundedMode> BOUNDED_MODE = ConfigOption.choice(
            "scan.bounded.mode",
            BoundedMode.class,
            "unbounded",
            "Where reading ends: unbounded, latest-offset (as it is when the job starts), group-offsets, timestamp or specific-offsets");

    public static final ConfigOption<Long> BOUNDED_TIMESTAMP = ConfigOption.longInteger(
            "scan.bounded.timestamp-millis",
            null,
            "Milliseconds since 1970 up to which records are read, with 'timestamp'");

    public static final ConfigOption<String> BOUNDED_OFFSETS = ConfigOption.string(
            "scan.bounded.specific-offsets", null, "The first offset of each partition that is not read");

    public static final ConfigOption<Duration> DISCOVERY_INTERVAL = ConfigOption.duration(
            "scan.topic-partition-discovery.interval",
            "5 min",
            "How often new partitions and topics are looked for; 0: never");

    public static final ConfigOption<PoisonRecords> POISON_RECORDS = ConfigOption.choice(
            "poison-records",
            PoisonRecords.class,
            "fail",
            "What becomes of a record that cannot be read: fail (the job fails with its topic, partition and offset), skip, or topic (it is written to another topic)");

    public static final ConfigOption<String> POISON_TOPIC = ConfigOption.string(
            "poison-records.topic",
            null,
            "The topic for records that cannot be read: key and value as they are, with headers saying where they lay and what is wrong");

    public static final ConfigOption<DeliveryGuarantee> DELIVERY = ConfigOption.choice(
            "sink.delivery-guarantee",
            DeliveryGuarantee.class,
            "at-least-once",
            "none, at-least-once, or exactly-once: rows appear when the checkpoint after them is complete");

    public static final ConfigOption<String> TRANSACTION_PREFIX = ConfigOption.string(
            "sink.transactional-id-prefix",
            null,
            "What the transactional ids of exactly-once begin with; job, sink and task are added to it");

    public static final ConfigOption<LostTransaction> LOST_TRANSACTION = ConfigOption.choice(
            "sink.on-lost-transaction",
            LostTransaction.class,
            "fail",
            "What follows when the brokers have given up a transaction of a completed checkpoint, so that its rows are lost: fail or continue");

    public static final ConfigOption<String> PARTITIONER = ConfigOption.string(
            "sink.partitioner",
            "default",
            "Which partition a row goes to: default (by the key's hash, without a key as Kafka's producer likes), fixed (all rows of a task to one) or round-robin");

    public static final ConfigOption<Integer> FLUSH_ROWS = ConfigOption.integer(
            "sink.buffer-flush.max-rows",
            "0",
            "Of so many rows that come together only the last of each key is written; 0: each row is");

    public static final ConfigOption<Duration> FLUSH_INTERVAL = ConfigOption.duration(
            "sink.buffer-flush.interval", "0 s", "Accepted; rows do not wait for others before they are written");

    private static final List<ConfigOption<?>> COMMON = List.of(
            TOPIC,
            TOPIC_PATTERN,
            BOOTSTRAP_SERVERS,
            GROUP_ID,
            FORMAT,
            KEY_FORMAT,
            KEY_FIELDS_PREFIX,
            VALUE_FIELDS,
            BOUNDED_MODE,
            BOUNDED_TIMESTAMP,
            BOUNDED_OFFSETS,
            DISCOVERY_INTERVAL,
            POISON_RECORDS,
            POISON_TOPIC,
            DELIVERY,
            TRANSACTION_PREFIX,
            LOST_TRANSACTION,
            PARTITIONER,
            ConfigOption.string(
                    PROPERTIES_PREFIX + "*",
                    null,
                    "Any setting of Kafka's clients, for example properties.security.protocol"));

    private KafkaOptions() {}

    /** Of tables that take rows one after the other. */
    public static List<ConfigOption<?>> append() {
        List<ConfigOption<?>> all = common();
        all.addAll(List.of(KEY_FIELDS, STARTUP_MODE, STARTUP_TIMESTAMP, STARTUP_OFFSETS));
        return all;
    }

    /** Of tables whose rows have a key and are read from the beginning. */
    public static List<ConfigOption<?>> upsert() {
        List<ConfigOption<?>> all = common();
        all.addAll(List.of(FLUSH_ROWS, FLUSH_INTERVAL));
        return all;
    }

    private static List<ConfigOption<?>> common() {
        List<ConfigOption<?>> all = new ArrayList<>(COMMON);
        for (ConfigOption<?> option : RecordFormats.options()) {
            all.add(option);
            all.add(prefixed(KEY_PREFIX, option));
            all.add(prefixed(VALUE_PREFIX, option));
        }
        return all;
    }

    /** Of options of formats that are meant for keys alone. */
    public static final String KEY_PREFIX = "key.";

    /** Of options of formats that are meant for values alone. */
    public static final String VALUE_PREFIX = "value.";

    private static <T> ConfigOption<T> prefixed(String prefix, ConfigOption<T> option) {
        return new ConfigOption<>(
                prefix + option.key(), option.parser(), option.defaultText(), option.description(), List.of());
    }
}

package io.blink.kafka.table;

import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's clients for one table, with its settings over ours. They find classes by name through the thread's class loader, which here is a plugin's. */
public final class KafkaClients {
    /** Rows of a batch, so that one poll makes one. */
    private static final int POLL_RECORDS = 4096;

    private static final int BUFFER_BYTES = 8 << 20;

    private final KafkaTable table;

    public KafkaClients(KafkaTable table) {
        this.table = table;
    }

    public Admin admin() {
        return create("admin client", () -> Admin.create(adminProperties()));
    }

    public Map<String, Object> adminProperties() {
        Map<String, Object> properties = table.clientProperties();
        quiet(properties);
        return properties;
    }

    /** Reads what it is assigned, from offsets that it is told. */
    public Consumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = table.clientProperties();
        quiet(properties);
        properties.putIfAbsent(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        return create(
                "consumer",
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** @param own settings that the table's do not change */
    public Producer<byte[], byte[]> producer(Map<String, Object> own) {
        Map<String, Object> properties = table.clientProperties();
        quiet(properties);
        // Rows come in batches, behind each other while a request is under way: hardly any waiting is needed to fill
        // requests.
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 1);
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, 128 << 10);
        properties.putIfAbsent(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.putAll(own);
        return create(
                "producer",
                () -> new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
    }

    /** Without beans of its own in the process's register, whose names would collide. */
    private static void quiet(Map<String, Object> properties) {
        properties.putIfAbsent(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.putIfAbsent(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    }

    /** What a producer may hold of records that are under way. */
    public long bufferBytes() {
        Object bytes = table.clientProperties().getOrDefault(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        return Long.parseLong(bytes.toString());
    }

    /** Runs what looks for the library's classes by their names. */
    public <T> T withOwnClasses(Supplier<T> creation) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(KafkaClients.class.getClassLoader());
        try {
            return creation.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private <T> T create(String what, Supplier<T> creation) {
        try {
            return withOwnClasses(creation);
        } catch (KafkaException e) {
            requireKnownHost(e);
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new BlinkException(
                    KafkaErrorCode.INVALID_TABLE,
                    "Table " + table.name() + ": no Kafka " + what + " can be made with its 'properties.*': "
                            + reason.getMessage(),
                    e);
        }
    }

    /** An error that names the hosts if none of the brokers to begin with has an address. */
    public void requireKnownHost() {
        requireKnownHost(null);
    }

    private void requireKnownHost(KafkaException cause) {
        String servers = table.options().get(KafkaOptions.BOOTSTRAP_SERVERS);
        List<String> unknown = BootstrapServers.unknownHosts(servers);
        if (!unknown.isEmpty()) {
            throw new BlinkException(
                    KafkaErrorCode.UNKNOWN_HOST,
                    "Table " + table.name() + ": no address is known for " + unknown + " of '"
                            + KafkaOptions.BOOTSTRAP_SERVERS.key() + "' = '" + servers
                            + "'; correct it, or make it known to the name service that this machine asks.",
                    cause);
        }
    }

    /** The answer of an admin client. @param what is asked, for the message */
    public <T> T answer(String what, KafkaFuture<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failed(what, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed(what, e);
        }
    }

    public BlinkException failed(String what, Throwable cause) {
        return new BlinkException(
                KafkaErrorCode.BROKER_FAILED,
                "Table " + table.name() + ": " + what + " of Kafka at "
                        + table.clientProperties().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG) + " failed: "
                        + cause,
                cause);
    }
}

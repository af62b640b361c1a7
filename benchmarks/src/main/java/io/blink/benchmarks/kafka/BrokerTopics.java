package io.blink.benchmarks.kafka;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import io.blink.testing.cluster.KafkaBroker;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes topics. */
public final class BrokerTopics {
    private BrokerTopics() {}

    /** Makes a topic that is not there. @param settings of the topic */
    public static void create(KafkaBroker broker, String topic, int partitions, Map<String, String> settings) {
        try (Admin admin = admin(broker)) {
            create(admin, topic, partitions, settings);
        } catch (ExecutionException e) {
            throw failed(topic, e);
        } catch (InterruptedException e) {
            throw interrupted(topic, e);
        }
    }

    /** Makes a topic, in place of one of that name with all its records. @param settings of the topic */
    public static void replace(KafkaBroker broker, String topic, int partitions, Map<String, String> settings) {
        try (Admin admin = admin(broker)) {
            if (admin.listTopics().names().get().contains(topic)) {
                admin.deleteTopics(List.of(topic)).all().get();
            }
            create(admin, topic, partitions, settings);
        } catch (ExecutionException e) {
            throw failed(topic, e);
        } catch (InterruptedException e) {
            throw interrupted(topic, e);
        }
    }

    private static Admin admin(KafkaBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static void create(Admin admin, String topic, int partitions, Map<String, String> settings)
            throws ExecutionException, InterruptedException {
        NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(settings);
        admin.createTopics(List.of(made)).all().get();
    }

    private static BlinkException failed(String topic, ExecutionException cause) {
        return new BlinkException(BenchErrorCode.ENGINE_FAILED, "Kafka does not make the topic " + topic, cause);
    }

    private static BlinkException interrupted(String topic, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new BlinkException(
                BenchErrorCode.ENGINE_FAILED, "Interrupted while topic " + topic + " was made", cause);
    }
}

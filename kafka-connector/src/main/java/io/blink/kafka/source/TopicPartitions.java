package io.blink.kafka.source;

import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** How many partitions the topics of a table have now. Blocks. */
final class TopicPartitions {
    private final KafkaTable table;
    private final KafkaClients clients;

    TopicPartitions(KafkaTable table, KafkaClients clients) {
        this.table = table;
        this.clients = clients;
    }

    /** By topic; a named topic that is not there is an error. */
    SortedMap<String, Integer> list(Admin admin) {
        SortedMap<String, Integer> partitions = new TreeMap<>();
        Map<String, KafkaFuture<TopicDescription>> answers =
                admin.describeTopics(topics(admin)).topicNameValues();
        answers.forEach((topic, answer) ->
                partitions.put(topic, describe(topic, answer).partitions().size()));
        return partitions;
    }

    /** An error if the partition is not there. */
    void require(Admin admin, TopicPartition partition) {
        String topic = partition.topic();
        int count = describe(
                        topic,
                        admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .partitions()
                .size();
        if (partition.partition() >= count) {
            throw new BlinkException(
                    KafkaErrorCode.OFFSETS_LOST,
                    "Table " + table.name() + ": " + partition + " is gone: topic '" + topic + "' was made anew with "
                            + count + " partitions. Start the job anew.");
        }
    }

    private List<String> topics(Admin admin) {
        if (table.topicPattern() == null) {
            return table.topics();
        }
        Pattern pattern = Pattern.compile(table.topicPattern());
        return clients.answer("listing the topics", admin.listTopics().names()).stream()
                .filter(topic -> pattern.matcher(topic).matches())
                .toList();
    }

    private TopicDescription describe(String topic, KafkaFuture<TopicDescription> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new BlinkException(
                        KafkaErrorCode.INVALID_TABLE,
                        "Table " + table.name() + ": there is no topic '" + topic + "' at "
                                + table.clientProperties().get("bootstrap.servers")
                                + "; create it, or correct 'topic'.",
                        e.getCause());
            }
            throw clients.failed("a description of topic '" + topic + "'", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw clients.failed("a description of topic '" + topic + "'", e);
        }
    }
}

package io.blink.kafka.sink;

import io.blink.core.error.BlinkException;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.table.KafkaTable;

/** To which partition the next row of a task goes. */
@FunctionalInterface
interface Partitioner {
    /** The name of the one that goes by keys. */
    String BY_KEY = "default";

    /** @return a partition, or {@code null} for what Kafka's producer makes of the key */
    Integer next(int partitions);

    static Partitioner of(KafkaTable table, int subtask) {
        String name = table.options().get(KafkaOptions.PARTITIONER);
        return switch (name) {
            case BY_KEY -> partitions -> null;
            case "fixed" -> partitions -> subtask % partitions;
            case "round-robin" -> new RoundRobin(subtask);
            default ->
                throw new BlinkException(
                        KafkaErrorCode.INVALID_TABLE,
                        "Table " + table.name() + ": 'sink.partitioner' = '" + name
                                + "' is none of default, fixed and round-robin.");
        };
    }

    /** One after the other, tasks beginning at different ones. */
    final class RoundRobin implements Partitioner {
        private int next;

        RoundRobin(int first) {
            next = first;
        }

        @Override
        public Integer next(int partitions) {
            int partition = next % partitions;
            next = partition + 1;
            return partition;
        }
    }
}

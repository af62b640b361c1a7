package io.blink.kafka.sink;

import io.blink.core.spi.connector.WriterContext;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.table.KafkaTable;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The transactional ids of one attempt of a writing task: {@code PREFIX-JOB-OPERATOR-SUBTASK-TERM.ATTEMPT-SLOT}. An attempt never takes the ids of another: what an earlier one left
 * open is then known by its name, and a paused one that wakes up can disturb none.
 *
 * @param term of the job master under which the task started
 */
record TransactionIds(String prefix, String jobId, int operatorId, int subtask, int term, int attempt) {
    private static final Pattern NAME = Pattern.compile("(.*)-(\\d+)-(\\d+)-(\\d+)\\.(\\d+)-(\\d+)");

    static TransactionIds of(KafkaTable table, WriterContext context) {
        return new TransactionIds(
                table.options().get(KafkaOptions.TRANSACTION_PREFIX),
                context.jobId(),
                context.operatorId(),
                context.subtask(),
                context.term(),
                context.attempt());
    }

    String id(int slot) {
        return prefix + "-" + jobId + "-" + operatorId + "-" + subtask + "-" + term + "." + attempt + "-" + slot;
    }

    /** Reads an id with that prefix; empty if it was not made here. */
    static Optional<TransactionIds> parse(String prefix, String id) {
        Matcher matcher = NAME.matcher(id);
        if (!id.startsWith(prefix + "-")
                || !matcher.matches()
                || matcher.group(1).length() <= prefix.length()) {
            return Optional.empty();
        }
        return Optional.of(new TransactionIds(
                prefix,
                matcher.group(1).substring(prefix.length() + 1),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                Integer.parseInt(matcher.group(5))));
    }

    /** Orders attempts: later ones are greater. */
    long generation() {
        return (long) term << Integer.SIZE | attempt;
    }
}

package io.blink.kafka.source;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.BoundedMode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of a scan: at first those that there are, later, where nothing says that reading ends, those that are added. A partition that was not there when the job
 * was planned is read from its beginning, so that nothing is missed between its making and its discovery, nor while the job was down.
 *
 * <p>Brokers that do not answer, and hosts without an address, are asked for again, with waits that double, until they have failed for the patience of the scan: the readers of the job go on
 * meanwhile. A topic that is not there is given the time that brokers may need to hear of one. What the brokers refuse for good is an error at once.
 */
final class PartitionSplits implements SplitSource {
    static final Duration PATIENCE_OF_STREAM = Duration.ofMinutes(30);
    static final Duration PATIENCE_OF_BOUNDED = Duration.ofMinutes(5);
    static final Duration PATIENCE_WITH_TOPIC = Duration.ofMinutes(1);
    private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(PartitionSplits.class);

    /** Which partitions there are. */
    @FunctionalInterface
    interface Listing {
        /** The splits of those that are not among {@code seen}; all or, with an error, none. */
        Map<TopicPartition, Split> notIn(Set<TopicPartition> seen);
    }

    private final String table;
    private final Listing listing;
    private final LongSupplier nanoTime;
    private final long intervalNanos;
    private final Duration patience;
    private final Set<TopicPartition> seen = new HashSet<>();
    private final Deque<Split> waiting = new ArrayDeque<>();
    private boolean listed;
    private long nextListNanos;
    private int failures;
    /** With the last answer. */
    private boolean topicGone;

    private long failingSinceNanos;

    PartitionSplits(ScanHandle scan, LongSupplier nanoTime) {
        this(scan, new PartitionListing(scan)::notIn, nanoTime);
    }

    /** @param nanoTime the clock */
    PartitionSplits(ScanHandle scan, Listing listing, LongSupplier nanoTime) {
        this.table = scan.table().name();
        this.listing = listing;
        this.nanoTime = nanoTime;
        this.nextListNanos = nanoTime.getAsLong();
        boolean bounded =
                scan.bounded() || scan.table().options().get(KafkaOptions.BOUNDED_MODE) != BoundedMode.UNBOUNDED;
        this.intervalNanos = bounded
                ? 0
                : scan.table().options().get(KafkaOptions.DISCOVERY_INTERVAL).toNanos();
        this.patience = bounded ? PATIENCE_OF_BOUNDED : PATIENCE_OF_STREAM;
    }

    @Override
    public List<Split> next(int max) {
        boolean wanted = !listed || intervalNanos > 0;
        if (waiting.isEmpty() && wanted && nanoTime.getAsLong() - nextListNanos >= 0) {
            list();
        }
        List<Split> next = new ArrayList<>();
        while (next.size() < max && !waiting.isEmpty()) {
            next.add(waiting.poll());
        }
        return next;
    }

    private void list() {
        try {
            listing.notIn(seen).forEach((partition, split) -> {
                seen.add(partition);
                waiting.add(split);
            });
            listed = true;
            failures = 0;
            nextListNanos = nanoTime.getAsLong() + intervalNanos;
        } catch (BlinkException e) {
            bear(e);
        }
    }

    private void bear(BlinkException problem) {
        long now = nanoTime.getAsLong();
        boolean gone = problem.getCause() instanceof UnknownTopicOrPartitionException;
        if (failures++ == 0 || gone != topicGone) {
            failingSinceNanos = now;
        }
        topicGone = gone;
        if (!mayPass(problem)) {
            throw problem;
        }
        Duration failing = Duration.ofNanos(now - failingSinceNanos);
        if (failing.compareTo(topicGone ? PATIENCE_WITH_TOPIC : patience) >= 0) {
            throw new BlinkException(
                    problem.code(),
                    "Table " + table + ": its partitions could not be listed for " + failing.toMinutes() + " minutes ("
                            + failures + " times); the last time: " + problem.getMessage(),
                    problem);
        }
        Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures - 1, 10));
        Duration bounded = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        LOG.warn("Table {}: its partitions cannot be listed now; asked again in {}", table, bounded, problem);
        nextListNanos = now + bounded.toNanos();
    }

    /** What Kafka itself would try again, had its clients more time. */
    private static boolean mayPass(BlinkException problem) {
        return problem.code() == KafkaErrorCode.UNKNOWN_HOST || problem.getCause() instanceof RetriableException;
    }

    @Override
    public boolean finished() {
        return listed && waiting.isEmpty() && intervalNanos <= 0;
    }

    @Override
    public void close() {}
}

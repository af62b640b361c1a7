package io.blink.formats.partition;

import io.blink.core.plan.PlanJson;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The partitions of a sink that have got rows and are not made known yet: what a committer keeps from one checkpoint to the next. Immutable. */
public final class PendingPartitions {
    private static final Comparator<List<String>> BY_VALUES = (left, right) -> {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            int order = left.get(i).compareTo(right.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(left.size(), right.size());
    };

    /** @param sinceMillis when it got its first rows */
    record Waiting(List<String> values, long sinceMillis) {
        Waiting {
            values = List.copyOf(values);
        }
    }

    /** As it is stored. */
    record Stored(List<Waiting> waiting) {}

    public static final PendingPartitions NONE = new PendingPartitions(Map.of());

    private final Map<List<String>, Long> since;

    private PendingPartitions(Map<List<String>, Long> since) {
        this.since = since;
    }

    public static PendingPartitions parse(String json) {
        Map<List<String>, Long> since = new LinkedHashMap<>();
        PlanJson.read(json, Stored.class).waiting().forEach(each -> since.put(each.values(), each.sinceMillis()));
        return new PendingPartitions(since);
    }

    public String json() {
        List<Waiting> waiting = new ArrayList<>();
        since.forEach((values, millis) -> waiting.add(new Waiting(values, millis)));
        return PlanJson.write(new Stored(waiting));
    }

    public boolean isEmpty() {
        return since.isEmpty();
    }

    /** With those of another, too: of a partition that both have, the longer wait counts. */
    public PendingPartitions and(PendingPartitions other) {
        Map<List<String>, Long> merged = new LinkedHashMap<>(since);
        other.since.forEach((values, millis) -> merged.merge(values, millis, Math::min));
        return new PendingPartitions(merged);
    }

    /** With partitions that have got rows; those that wait already keep their time. */
    public PendingPartitions with(Collection<List<String>> partitions, long nowMillis) {
        Map<List<String>, Long> more = new LinkedHashMap<>(since);
        partitions.forEach(values -> more.putIfAbsent(values, nowMillis));
        return new PendingPartitions(more);
    }

    public PendingPartitions without(Collection<List<String>> partitions) {
        Map<List<String>, Long> less = new LinkedHashMap<>(since);
        less.keySet().removeAll(partitions);
        return new PendingPartitions(less);
    }

    /**
     * Those whose time has come, in the order in which they are to be made known: by their time, or by when they got rows.
     *
     * @param time asked if the trigger goes by it
     * @param watermarkMicros of all writers; {@link Long#MAX_VALUE}: no more rows come, and nothing waits any longer
     */
    public Set<List<String>> due(CommitTrigger trigger, PartitionTime time, long watermarkMicros, long nowMillis) {
        boolean byTime = trigger.kind() == CommitTrigger.Kind.PARTITION_TIME;
        ZoneId zone = ZoneId.of(trigger.watermarkZone());
        Map<List<String>, Long> due = new LinkedHashMap<>();
        since.forEach((values, millis) -> {
            long key = byTime ? time.micros(values, zone) : millis;
            boolean passed = byTime
                    ? watermarkMicros > Math.addExact(key, Math.multiplyExact(trigger.delayMillis(), 1000L))
                    : nowMillis - millis >= trigger.delayMillis();
            if (passed || watermarkMicros == Long.MAX_VALUE) {
                due.put(values, key);
            }
        });
        Set<List<String>> ordered = new LinkedHashSet<>();
        due.entrySet().stream()
                .sorted(Map.Entry.<List<String>, Long>comparingByValue().thenComparing(Map.Entry::getKey, BY_VALUES))
                .forEach(entry -> ordered.add(entry.getKey()));
        return ordered;
    }
}

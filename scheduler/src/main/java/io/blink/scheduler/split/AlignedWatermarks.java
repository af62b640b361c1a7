package io.blink.scheduler.split;

import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.control.WatermarkReport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Tells the sources of a group how far the others are. Keeps the last report of each attempt that counts; each is answered with the lowest of the others of its group. Nothing is on record: after a
 * change of the master, and for reports that got lost, the next ones say the same. A source that has not said anything yet is about to begin; one that says nothing for many updates is waited for no
 * longer.
 */
public final class AlignedWatermarks {
    private static final int UPDATES_MISSED_MAX = 30;

    /** The attempts of a vertex that are meant to go on. */
    @FunctionalInterface
    public interface Attempts {
        List<TaskAttemptId> of(int vertexId);
    }

    /** An operator whose watermark is aligned. */
    private record Aligned(int operatorId, int vertexId, WatermarkAlignment alignment) {}

    private record Source(TaskAttemptId task, int operatorId) {}

    private record Reached(long reportId, long micros, long heardNanos) {}

    private final LongSupplier nanoTime;
    private final Attempts attempts;
    private final Consumer<WatermarkLimit> sender;
    private final Map<Integer, Aligned> byOperator = new HashMap<>();
    private final Map<Source, Reached> reached = new HashMap<>();

    public AlignedWatermarks(
            JobGraph graph, LongSupplier nanoTime, Attempts attempts, Consumer<WatermarkLimit> sender) {
        this.nanoTime = nanoTime;
        this.attempts = attempts;
        this.sender = sender;
        for (Vertex vertex : graph.vertices()) {
            for (OperatorNode node : vertex.operators()) {
                if (node.spec() instanceof OperatorSpec.AssignWatermark watermark && watermark.alignment() != null) {
                    byOperator.put(node.id(), new Aligned(node.id(), vertex.id(), watermark.alignment()));
                }
            }
        }
    }

    /** In a turn. */
    public void reached(WatermarkReport report) {
        Aligned operator = byOperator.get(report.getOperatorId());
        if (operator == null) {
            return;
        }
        Source source = new Source(report.getTask(), report.getOperatorId());
        Set<Source> group = group(operator.alignment().group());
        reached.keySet().removeIf(known -> isOf(operator.alignment().group(), known) && !group.contains(known));
        Reached last = reached.get(source);
        if (!group.contains(source) || last != null && last.reportId() >= report.getReportId()) {
            return;
        }
        long micros = report.getIdle() ? Long.MAX_VALUE : report.getMicros();
        reached.put(source, new Reached(report.getReportId(), micros, nanoTime.getAsLong()));
        sender.accept(WatermarkLimit.newBuilder()
                .setTask(report.getTask())
                .setOperatorId(report.getOperatorId())
                .setReportId(report.getReportId())
                .setOthersMicros(lowestBeside(source, group))
                .build());
    }

    private Set<Source> group(String name) {
        Set<Source> sources = new HashSet<>();
        for (Aligned operator : byOperator.values()) {
            if (operator.alignment().group().equals(name)) {
                attempts.of(operator.vertexId()).forEach(task -> sources.add(new Source(task, operator.operatorId())));
            }
        }
        return sources;
    }

    private boolean isOf(String group, Source source) {
        return byOperator.get(source.operatorId()).alignment().group().equals(group);
    }

    private long lowestBeside(Source source, Set<Source> group) {
        long now = nanoTime.getAsLong();
        long lowest = Long.MAX_VALUE;
        for (Source other : group) {
            Reached last = reached.computeIfAbsent(other, unheard -> new Reached(0, Long.MIN_VALUE, now));
            boolean heard = now - last.heardNanos() <= patienceNanos(other);
            if (heard && !other.equals(source)) {
                lowest = Math.min(lowest, last.micros());
            }
        }
        return lowest;
    }

    private long patienceNanos(Source source) {
        long updateMillis = byOperator.get(source.operatorId()).alignment().updateIntervalMillis();
        return TimeUnit.MILLISECONDS.toNanos(UPDATES_MISSED_MAX * updateMillis);
    }
}

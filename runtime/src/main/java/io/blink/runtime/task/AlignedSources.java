package io.blink.runtime.task;

import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.control.WatermarkReport;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.scan.ScanOperator;
import io.blink.runtime.operator.watermark.SourceAlignment;
import io.blink.runtime.operator.watermark.WatermarkOperator;
import java.util.HashMap;
import java.util.Map;

/** The sources of a task that keep together with others in event time. Filled while the task is built; then limits come on any thread. */
final class AlignedSources {
    private final TaskAttemptId task;
    private final Vertex vertex;
    private final MasterRequests requests;
    private final Map<Integer, SourceAlignment> byOperator = new HashMap<>();

    AlignedSources(TaskAttemptId task, Vertex vertex, MasterRequests requests) {
        this.task = task;
        this.vertex = vertex;
        this.requests = requests;
    }

    static boolean isAligned(OperatorSpec spec) {
        return spec instanceof OperatorSpec.AssignWatermark watermark && watermark.alignment() != null;
    }

    /** @param scans of the task by operator id, that of this watermark among them */
    Operator create(OperatorContext context, Map<Integer, ScanOperator> scans) {
        OperatorNode node = context.node();
        OperatorSpec.AssignWatermark spec = (OperatorSpec.AssignWatermark) node.spec();
        SourceAlignment alignment = new SourceAlignment(
                spec,
                System::nanoTime,
                (reportId, micros, idle) -> requests.watermark(WatermarkReport.newBuilder()
                        .setTask(task)
                        .setOperatorId(node.id())
                        .setReportId(reportId)
                        .setMicros(micros)
                        .setIdle(idle)
                        .build()));
        scanOf(node, scans).brake(alignment);
        byOperator.put(node.id(), alignment);
        return new WatermarkOperator(spec, context.owner(), System::nanoTime, alignment);
    }

    private ScanOperator scanOf(OperatorNode node, Map<Integer, ScanOperator> scans) {
        OperatorNode below = node;
        while (!scans.containsKey(below.id())) {
            if (below.inputs().size() != 1 || !(below.inputs().get(0) instanceof OperatorInput.FromOperator from)) {
                throw TaskDriver.invalid(
                        "The scan whose watermark '" + node.name()
                                + "' aligns runs in another task, since it is read with another watermark, too. Give both uses of the table the same scan.watermark options.");
            }
            below = vertex.operators().stream()
                    .filter(candidate -> candidate.id() == from.operatorId())
                    .findFirst()
                    .orElseThrow();
        }
        return scans.get(below.id());
    }

    void limit(WatermarkLimit limit) {
        SourceAlignment alignment = byOperator.get(limit.getOperatorId());
        if (alignment != null) {
            alignment.limit(limit);
        }
    }
}

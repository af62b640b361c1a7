package io.blink.scheduler.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.control.WatermarkReport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AlignedWatermarksTest {
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int ALONE = 3;

    private final List<WatermarkLimit> sent = new ArrayList<>();
    private final Set<TaskAttemptId> live = new HashSet<>(Set.of(task(FIRST, 0), task(SECOND, 0), task(ALONE, 0)));
    private long nanos;
    private final AlignedWatermarks watermarks = new AlignedWatermarks(graph(), () -> nanos, this::attempts, sent::add);

    private static JobGraph graph() {
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                "aligned",
                ExecutionMode.STREAMING,
                List.of(vertex(FIRST, "together"), vertex(SECOND, "together"), vertex(ALONE, "alone")),
                List.of(),
                List.of(),
                Configuration.empty(),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }

    /** Of one operator, which has its number. */
    private static Vertex vertex(int id, String group) {
        OperatorSpec spec = new OperatorSpec.AssignWatermark(0, 0, 0, null, new WatermarkAlignment(group, 100, 1000));
        OperatorNode node = new OperatorNode(id, "state-" + id, "AssignWatermark", spec, List.of(), List.of());
        return new Vertex(id, "vertex-" + id, List.of(node), Vertex.ANY_PARALLELISM);
    }

    private static TaskAttemptId task(int vertex, int subtask) {
        return TaskAttemptId.newBuilder()
                .setJobId("job")
                .setVertexId(vertex)
                .setSubtask(subtask)
                .setAttempt(1)
                .build();
    }

    private List<TaskAttemptId> attempts(int vertex) {
        return live.stream().filter(task -> task.getVertexId() == vertex).toList();
    }

    private static WatermarkReport.Builder report(TaskAttemptId task, long reportId, long micros) {
        return WatermarkReport.newBuilder()
                .setTask(task)
                .setOperatorId(task.getVertexId())
                .setReportId(reportId)
                .setMicros(micros);
    }

    private void tell(WatermarkReport.Builder report) {
        sent.clear();
        watermarks.reached(report.build());
    }

    /** What a task hears of the others. */
    private long others(TaskAttemptId task, long reportId, long micros) {
        tell(report(task, reportId, micros));
        assertThat(sent).hasSize(1);
        assertThat(sent.get(0).getTask()).isEqualTo(task);
        assertThat(sent.get(0).getReportId()).isEqualTo(reportId);
        return sent.get(0).getOthersMicros();
    }

    @Test
    void aSourceHearsTheLowestOfTheOthersOfItsGroup() {
        live.add(task(FIRST, 1));
        assertThat(others(task(FIRST, 0), 1, 500)).isEqualTo(Long.MIN_VALUE);
        assertThat(others(task(FIRST, 1), 1, 300)).isEqualTo(Long.MIN_VALUE);
        assertThat(others(task(SECOND, 0), 1, 900)).isEqualTo(300);
        assertThat(others(task(ALONE, 0), 1, 10)).isEqualTo(Long.MAX_VALUE);
        assertThat(others(task(FIRST, 1), 2, 700)).isEqualTo(500);
        assertThat(others(task(SECOND, 0), 2, 900)).isEqualTo(500);
    }

    @Test
    void anIdleSourceHoldsNobody() {
        tell(report(task(FIRST, 0), 2, 0).setIdle(true));
        assertThat(others(task(SECOND, 0), 1, 900)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anAttemptThatIsGoneHoldsNobodyAndIsToldNothing() {
        others(task(FIRST, 0), 1, 500);
        live.remove(task(FIRST, 0));
        assertThat(others(task(SECOND, 0), 1, 900)).isEqualTo(Long.MAX_VALUE);
        tell(report(task(FIRST, 0), 2, 10));
        assertThat(sent).isEmpty();
    }

    @Test
    void aReportThatComesLateChangesNothing() {
        others(task(FIRST, 0), 2, 500);
        tell(report(task(FIRST, 0), 1, 100));
        assertThat(sent).isEmpty();
        assertThat(others(task(SECOND, 0), 1, 900)).isEqualTo(500);
    }

    @Test
    void aSourceThatFallsSilentOrNeverSpeaksIsNotWaitedForForEver() {
        live.add(task(FIRST, 1));
        others(task(FIRST, 0), 1, 500);
        nanos = TimeUnit.SECONDS.toNanos(30);
        assertThat(others(task(SECOND, 0), 1, 900)).isEqualTo(Long.MIN_VALUE);
        nanos++;
        assertThat(others(task(SECOND, 0), 2, 900)).isEqualTo(Long.MAX_VALUE);
    }
}

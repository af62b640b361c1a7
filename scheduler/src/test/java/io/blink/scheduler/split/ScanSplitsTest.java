package io.blink.scheduler.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.connector.Split;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScanSplitsTest {
    private static final TaskAttemptId FIRST = task(0);
    private static final TaskAttemptId SECOND = task(1);

    private final ScanSplits scan = new ScanSplits(7, true);

    @Test
    void splitsThatStandInAnOrderAreDrawnInItByWhoeverAsks() {
        scan.restart(2, Set.of());
        scan.found(new FoundSplits(List.of(split("a", 10), split("b", 20), split("c", 30)), false, "3", 30));

        SplitAssignment first = answer(SECOND, 1).orElseThrow();
        assertThat(ids(first)).containsExactly("a");
        assertThat(first.getFloorMicros()).isEqualTo(20);
        assertThat(ids(answer(SECOND, 2).orElseThrow())).containsExactly("b");
        SplitAssignment third = answer(FIRST, 1).orElseThrow();
        assertThat(ids(third)).containsExactly("c");
        assertThat(third.getFloorMicros()).isEqualTo(30);
    }

    @Test
    void taskWithoutSplitsHearsHowFarTheOthersHaveCome() {
        scan.restart(2, Set.of());
        scan.found(new FoundSplits(List.of(split("a", 10)), false, "1", 10));
        answer(FIRST, 1);
        assertThat(answer(SECOND, 1).orElseThrow().getFloorMicros()).isEqualTo(10);
        assertThat(answer(SECOND, 2)).isEmpty();

        scan.found(new FoundSplits(List.of(), false, "2", 40));
        assertThat(scan.waiting()).hasSize(1);
        SplitAssignment told = answer(SECOND, 2).orElseThrow();
        assertThat(ids(told)).isEmpty();
        assertThat(told.getFloorMicros()).isEqualTo(40);
        assertThat(answer(SECOND, 3)).isEmpty();
    }

    @Test
    void repeatedRequestGetsTheSameSplit() {
        scan.restart(1, Set.of());
        scan.found(new FoundSplits(List.of(split("a", 10), split("b", 20)), false, "2", 20));
        assertThat(ids(answer(FIRST, 1).orElseThrow())).containsExactly("a");
        assertThat(ids(answer(FIRST, 1).orElseThrow())).containsExactly("a");
        assertThat(ids(answer(FIRST, 2).orElseThrow())).containsExactly("b");
    }

    @Test
    void sourceThatKnowsItsPositionNeedsNoIds() {
        scan.restart(1, Set.of());
        scan.found(new FoundSplits(List.of(split("a", 10), split("b", 20), split("c", 30)), false, "3", 30));
        answer(FIRST, 1);
        answer(FIRST, 2);

        ScanState state = scan.state(Set.of("b"), Set.of("a"));
        assertThat(state.position()).isEqualTo("3");
        assertThat(state.seen()).isEmpty();
        assertThat(state.pending()).extracting(Split::id).containsExactly("c");
        scan.forgetCompleted(Set.of("a"));

        ScanSplits recovered = new ScanSplits(7, true);
        recovered.restore(state);
        assertThat(recovered.position()).isEqualTo("3");
        recovered.restart(1, Set.of("b"));
        recovered.givenByState(FIRST, List.of(split("b", 20)));
        assertThat(ids(recovered.answer(request(FIRST, 3), "").orElseThrow())).containsExactly("c");
    }

    @Test
    void splitThatWasDrawnBehindTheCheckpointComesFirstAgain() {
        scan.restart(1, Set.of());
        scan.found(new FoundSplits(List.of(split("a", 10), split("b", 20)), false, "2", 20));
        answer(FIRST, 1);
        scan.restart(1, Set.of());
        assertThat(ids(answer(task(0, 1), 1).orElseThrow())).containsExactly("a");
    }

    private Optional<SplitAssignment> answer(TaskAttemptId task, long requestId) {
        return scan.answer(request(task, requestId), "");
    }

    private static SplitRequest request(TaskAttemptId task, long requestId) {
        return SplitRequest.newBuilder()
                .setTask(task)
                .setOperatorId(7)
                .setRequestId(requestId)
                .setMaxSplits(1024)
                .build();
    }

    private static List<String> ids(SplitAssignment assignment) {
        return assignment.getSplitsList().stream().map(SplitMessage::getId).toList();
    }

    private static TaskAttemptId task(int subtask) {
        return task(subtask, 0);
    }

    private static TaskAttemptId task(int subtask, int attempt) {
        return TaskAttemptId.newBuilder()
                .setSubtask(subtask)
                .setAttempt(attempt)
                .build();
    }

    private static Split split(String id, long floorMicros) {
        return new Split(id, "{}", 1, List.of(), floorMicros);
    }
}

package io.blink.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.runtime.control.CancelTask;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.HeartbeatAnswer;
import io.blink.runtime.control.MasterLink;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.ReleaseJob;
import io.blink.runtime.control.ReleasePartitions;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.control.WorkerAccepted;
import io.blink.runtime.control.WorkerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkerControlTest {
    private final RecordingExecution execution = new RecordingExecution();
    private final List<WorkerMessage> sent = new ArrayList<>();
    private final List<String> exits = new ArrayList<>();
    private long now;
    private WorkerControl control;

    @BeforeEach
    void connect() {
        RegisterWorker identity = RegisterWorker.newBuilder().setSlots(2).build();
        control = new WorkerControl("w1", identity, execution, () -> now, exits::add);
        control.connected(link());
    }

    private MasterLink link() {
        return sent::add;
    }

    private void accept(int term) {
        control.receive(MasterMessage.newBuilder()
                .setTerm(term)
                .setWorkerAccepted(WorkerAccepted.newBuilder()
                        .setHeartbeatIntervalMillis(1000)
                        .setLeaseMillis(30_000)
                        .setOrphanMillis(300_000))
                .build());
    }

    private void deploy(int term, TaskAttemptId task) {
        control.receive(MasterMessage.newBuilder()
                .setTerm(term)
                .setDeployTask(DeployTask.newBuilder().setTask(task))
                .build());
    }

    private void pass(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        control.tick();
    }

    private static TaskAttemptId task(int subtask, int attempt) {
        return TaskAttemptId.newBuilder()
                .setJobId("job")
                .setSubtask(subtask)
                .setAttempt(attempt)
                .build();
    }

    private static TaskStateChanged finished(TaskAttemptId task) {
        return TaskStateChanged.newBuilder()
                .setTask(task)
                .setState(TaskState.FINISHED)
                .addOutputs(OutputPartitions.newBuilder().setEdgeId(4))
                .build();
    }

    private WorkerMessage last() {
        return sent.get(sent.size() - 1);
    }

    @Test
    void registersOnEachConnectionAndBeatsOnceAccepted() {
        assertThat(last().getRegister().getSlots()).isEqualTo(2);
        accept(1);
        pass(1000);
        assertThat(last().hasHeartbeat()).isTrue();
        assertThat(last().getTerm()).isEqualTo(1);
        control.connected(link());
        assertThat(last().hasRegister()).isTrue();
    }

    @Test
    void aLostRegistrationIsRepeated() {
        sent.clear();
        pass(1000);
        pass(1000);
        assertThat(sent).hasSize(2).allMatch(WorkerMessage::hasRegister);
    }

    @Test
    void aDeploymentThatComesTwiceRunsOnce() {
        accept(1);
        deploy(1, task(0, 1));
        deploy(1, task(0, 1));
        assertThat(execution.calls).containsExactly("deploy 0#1");
    }

    /** The master may have decided about its stages since the attempt was deployed first. */
    @Test
    void theGraphOfARepeatedDeploymentIsTheOneOfTheNextTasks() {
        accept(1);
        deploy(1, task(0, 1));
        control.receive(MasterMessage.newBuilder()
                .setTerm(1)
                .setDeployTask(DeployTask.newBuilder().setTask(task(0, 1)).setJobGraphJson("decided"))
                .build());
        assertThat(execution.calls).containsExactly("deploy 0#1", "graph job decided");
    }

    @Test
    void anOlderAttemptIsNotStarted() {
        accept(1);
        deploy(1, task(0, 2));
        deploy(1, task(0, 1));
        assertThat(execution.calls).containsExactly("deploy 0#2");
    }

    @Test
    void aLowerTermIsRefused() {
        accept(2);
        deploy(1, task(0, 1));
        assertThat(execution.calls).isEmpty();
    }

    @Test
    void aHigherTermLearnsWhatRunsAndWhatIsHeld() {
        accept(1);
        deploy(1, task(0, 1));
        deploy(1, task(1, 1));
        control.stateChanged(finished(task(1, 1)));
        sent.clear();
        control.receive(MasterMessage.newBuilder()
                .setTerm(2)
                .setHeartbeatAnswer(HeartbeatAnswer.newBuilder())
                .build());
        RegisterWorker register = sent.get(0).getRegister();
        assertThat(sent.get(0).getTerm()).isEqualTo(2);
        assertThat(register.getRunningTasksList()).hasSize(2);
        assertThat(register.getPartitionsList()).hasSize(1);
        accept(2);
        assertThat(last().getTaskState().getState()).isEqualTo(TaskState.FINISHED);
    }

    @Test
    void releasedPartitionsAreNoLongerReported() {
        accept(1);
        deploy(1, task(0, 1));
        control.stateChanged(finished(task(0, 1)));
        control.receive(MasterMessage.newBuilder()
                .setTerm(1)
                .setReleasePartitions(ReleasePartitions.newBuilder().addProducers(task(0, 1)))
                .build());
        control.connected(link());
        assertThat(last().getRegister().getPartitionsList()).isEmpty();
        assertThat(execution.calls).contains("releasePartitions 1");
    }

    @Test
    void anEndThatNobodyHeardOfIsToldAgain() {
        accept(1);
        deploy(1, task(0, 1));
        control.disconnected(null);
        control.stateChanged(finished(task(0, 1)));
        sent.clear();
        control.connected(link());
        accept(1);
        assertThat(last().getTaskState().getTask()).isEqualTo(task(0, 1));
    }

    @Test
    void withoutAMasterTheWorkerSuspendsThenEnds() {
        accept(1);
        pass(29_999);
        assertThat(control.state()).isEqualTo(WorkerState.ACTIVE);
        pass(1);
        assertThat(control.state()).isEqualTo(WorkerState.SUSPENDED);
        assertThat(execution.calls).containsExactly("suspend");
        accept(2);
        assertThat(execution.calls).containsExactly("suspend", "resume");
        pass(300_000);
        assertThat(control.state()).isEqualTo(WorkerState.STOPPED);
        assertThat(exits).hasSize(1);
    }

    @Test
    void aHeartbeatAnswerDoesNotEndASuspension() {
        accept(1);
        pass(30_000);
        control.receive(MasterMessage.newBuilder()
                .setTerm(1)
                .setHeartbeatAnswer(HeartbeatAnswer.newBuilder())
                .build());
        assertThat(control.state()).isEqualTo(WorkerState.SUSPENDED);
    }

    @Test
    void cancellingWhatNeverCameSaysSoAndKeepsItFromStarting() {
        accept(1);
        control.receive(MasterMessage.newBuilder()
                .setTerm(1)
                .setCancelTask(CancelTask.newBuilder().setTask(task(0, 1)))
                .build());
        assertThat(last().getTaskState().getState()).isEqualTo(TaskState.CANCELED);
        deploy(1, task(0, 1));
        assertThat(execution.calls).isEmpty();
    }

    @Test
    void nothingOfAReleasedJobComesBack() {
        accept(1);
        deploy(1, task(0, 1));
        control.receive(MasterMessage.newBuilder()
                .setTerm(1)
                .setReleaseJob(ReleaseJob.newBuilder().setJobId("job"))
                .build());
        sent.clear();
        control.stateChanged(finished(task(0, 1)));
        deploy(1, task(0, 2));
        assertThat(sent).isEmpty();
        assertThat(execution.calls).containsExactly("deploy 0#1", "releaseJob job");
    }

    private static final class RecordingExecution implements TaskExecution {
        private final List<String> calls = new ArrayList<>();

        @Override
        public void graph(String jobId, String json) {
            calls.add("graph " + jobId + " " + json);
        }

        @Override
        public void deploy(DeployTask deployment, int term) {
            calls.add("deploy " + deployment.getTask().getSubtask() + "#"
                    + deployment.getTask().getAttempt());
        }

        @Override
        public void cancel(TaskAttemptId task) {
            calls.add("cancel " + task.getSubtask() + "#" + task.getAttempt());
        }

        @Override
        public void assignSplits(SplitAssignment assignment) {
            calls.add("splits");
        }

        @Override
        public void limitWatermark(WatermarkLimit limit) {
            calls.add("limit");
        }

        @Override
        public void triggerCheckpoint(TriggerCheckpoint trigger) {
            calls.add("trigger");
        }

        @Override
        public void checkpointCompleted(String jobId, long checkpointId) {
            calls.add("completed " + checkpointId);
        }

        @Override
        public void overtakeBarrier(String jobId, long checkpointId) {
            calls.add("overtake " + checkpointId);
        }

        @Override
        public void checkpointAborted(String jobId, long checkpointId) {
            calls.add("aborted " + checkpointId);
        }

        @Override
        public void releasePartitions(List<TaskAttemptId> producers) {
            calls.add("releasePartitions " + producers.size());
        }

        @Override
        public void releaseJob(String jobId) {
            calls.add("releaseJob " + jobId);
        }

        @Override
        public void suspend() {
            calls.add("suspend");
        }

        @Override
        public void resume() {
            calls.add("resume");
        }

        @Override
        public List<TaskProgress> progress() {
            return List.of();
        }
    }
}

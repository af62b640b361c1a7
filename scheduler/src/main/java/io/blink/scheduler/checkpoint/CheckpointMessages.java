package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.CheckpointAborted;
import io.blink.runtime.control.CheckpointCompleted;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.OvertakeBarrier;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;

/** What workers are told of checkpoints. In turns. */
final class CheckpointMessages {
    private final String jobId;
    private final ClusterServices cluster;
    private final TaskDeployment deployment;

    CheckpointMessages(String jobId, ClusterServices cluster, TaskDeployment deployment) {
        this.jobId = jobId;
        this.cluster = cluster;
        this.deployment = deployment;
    }

    void trigger(Task source, PendingCheckpoint checkpoint) {
        MasterMessage message = cluster.message()
                .setTriggerCheckpoint(TriggerCheckpoint.newBuilder()
                        .setTask(source.current().id())
                        .setCheckpointId(checkpoint.id())
                        .setTimestampMillis(checkpoint.timestampMillis())
                        .setStop(checkpoint.stop())
                        .setDrain(checkpoint.drain()))
                .build();
        cluster.worker(source.current().workerId()).ifPresent(worker -> worker.send(message));
    }

    void overtake(long checkpointId) {
        tellAll(cluster.message()
                .setOvertakeBarrier(OvertakeBarrier.newBuilder().setJobId(jobId).setCheckpointId(checkpointId))
                .build());
    }

    void completed(long checkpointId) {
        tellAll(completion(checkpointId));
    }

    void completed(long checkpointId, RegisteredWorker worker) {
        worker.send(completion(checkpointId));
    }

    private MasterMessage completion(long checkpointId) {
        return cluster.message()
                .setCheckpointCompleted(
                        CheckpointCompleted.newBuilder().setJobId(jobId).setCheckpointId(checkpointId))
                .build();
    }

    void aborted(long checkpointId) {
        tellAll(abortion(checkpointId));
    }

    void aborted(long checkpointId, RegisteredWorker worker) {
        worker.send(abortion(checkpointId));
    }

    private MasterMessage abortion(long checkpointId) {
        return cluster.message()
                .setCheckpointAborted(
                        CheckpointAborted.newBuilder().setJobId(jobId).setCheckpointId(checkpointId))
                .build();
    }

    private void tellAll(MasterMessage message) {
        deployment.workersWithGraph().forEach(worker -> worker.send(message));
    }
}

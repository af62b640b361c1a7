package io.blink.runtime.worker;

import io.blink.runtime.control.TaskAttemptId;

/** Task identities as people read them. */
public final class TaskIds {
    private TaskIds() {}

    /** {@code job/vertex.subtask#attempt}. */
    public static String text(TaskAttemptId task) {
        return task.getJobId() + "/" + task.getVertexId() + "." + task.getSubtask() + "#" + task.getAttempt();
    }
}

package io.blink.runtime.exchange;

import io.blink.runtime.control.TaskAttemptId;

/** What one attempt wrote to one edge. */
public record PartitionKey(TaskAttemptId producer, int edgeId) {
    @Override
    public String toString() {
        return "edge " + edgeId + " of task " + producer.getVertexId() + "." + producer.getSubtask() + ", attempt "
                + producer.getAttempt() + ", of job " + producer.getJobId();
    }
}

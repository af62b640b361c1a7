package io.blink.core.spi.connector;

import io.blink.core.plan.ExecutionMode;

/** Which job commits. @param term the job master's; a committer of a lower term must not change anything */
public record CommitterContext(String jobId, int operatorId, int term, ExecutionMode mode) {}

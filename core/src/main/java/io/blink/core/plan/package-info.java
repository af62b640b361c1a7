/**
 * The plan format between planner, job master and workers: a job graph of vertices, edges and operators. Records without behaviour, versioned as
 * {@link io.blink.core.plan.JobGraph#FORMAT_VERSION}, stored in checkpoints. Beside them, pure functions over graphs that planner and job master share.
 */
package io.blink.core.plan;

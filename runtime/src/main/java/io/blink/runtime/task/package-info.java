/**
 * One parallel instance of a vertex: {@link io.blink.runtime.task.TaskDriver} steps the operators between its inputs and outputs on the process's
 * {@link io.blink.runtime.task.WorkerThreads}, cooperatively and without ever blocking. Deployments come from {@code runtime.worker}; each task is used by one thread at
 * a time.
 */
package io.blink.runtime.task;

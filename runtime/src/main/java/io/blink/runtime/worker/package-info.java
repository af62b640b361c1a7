/**
 * The worker: its control protocol ({@link io.blink.runtime.worker.WorkerControl}, a state machine that the scheduler's simulator runs as it is), the execution of its
 * tasks, and the process around both. The control lives on one thread; tasks run on worker threads and report to it.
 */
package io.blink.runtime.worker;

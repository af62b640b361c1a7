/**
 * Reading tables: {@link io.blink.runtime.operator.scan.ScanOperator} asks the job master for splits and reads them through a connector's readers, blocking ones on I/O
 * threads with bounded read-ahead, others in the task's own turns.
 */
package io.blink.runtime.operator.scan;

/** Writing tables: {@link io.blink.runtime.operator.write.WriteOperator} hands batches to a connector's writer, in order, on I/O threads. */
package io.blink.runtime.operator.write;

/**
 * Watermarks of sources: made of the times of rows, split by split ({@link io.blink.runtime.operator.watermark.WatermarkOperator}), and held together across the splits, tasks and sources of a group
 * ({@link io.blink.runtime.operator.watermark.SourceAlignment}), which tells the scan of its task which splits to leave alone for now. On the task's thread; what the master answers comes on any.
 */
package io.blink.runtime.operator.watermark;

/**
 * Event time: tumbling windows in both spellings, as the operator made for them ({@link io.blink.sql.logical.window.LogicalWindowAggregate}) or as
 * plain arithmetic, and watermarks ({@link io.blink.sql.logical.window.LogicalWatermark}). Called by {@code io.blink.sql.logical}, the nodes read by
 * {@code io.blink.sql.physical}; one statement, one thread; pure.
 */
package io.blink.sql.logical.window;

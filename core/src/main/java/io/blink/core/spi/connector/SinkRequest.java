package io.blink.core.spi.connector;

import io.blink.core.plan.ExecutionMode;
import java.util.Map;

/**
 * What an INSERT wants of a table. Rows arrive with the table's stored columns, in the table's order and types, static partition columns included.
 *
 * @param overwrite replaces the whole table, the static partition, or each dynamic partition that gets rows
 * @param staticPartition partition columns fixed by the statement, by name as the table spells it, with their values as text; {@code null}: NULL
 */
public record SinkRequest(boolean overwrite, Map<String, String> staticPartition, ExecutionMode mode) {}

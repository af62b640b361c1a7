/**
 * How tables are read and written. Data flows from planning ({@code TableSource}, {@code TableSink}) through a {@code ConnectorHandle} in the plan to the
 * job master ({@code SplitSource}, {@code Committer}) and the workers ({@code SplitReader}, {@code TableWriter}).
 */
package io.blink.core.spi.connector;

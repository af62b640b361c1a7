/**
 * What only streams do: operators that keep rows for those that come later, and the changes that they make. {@code PhysicalPlanner} asks here where a batch would read its input to the end;
 * {@code UpdateBefores} then drops, from the sinks down, the old contents that nobody needs. One statement, one thread.
 */
package io.blink.sql.physical.stream;

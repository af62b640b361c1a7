/**
 * Partition values: between the text that Hive keeps and typed values, and predicates over them. Pure functions, used by planning, readers and writers on
 * any thread.
 */
package io.blink.hive.partition;

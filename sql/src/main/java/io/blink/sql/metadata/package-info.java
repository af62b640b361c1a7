/**
 * How Calcite's rules ask questions about relations (predicates, keys, uniqueness). Calcite writes and compiles Java for each kind of question in each
 * process, which takes longer than planning a query; here the same handlers are called by reflection. Any thread; a metadata query belongs to one
 * statement.
 */
package io.blink.sql.metadata;

/**
 * The metastore as a catalog of Blink: databases, Hive tables and views, and tables of other connectors kept in the metastore's table parameters. Called
 * by the session while it plans, on threads that may block. Knows which Hive types, formats and kinds of tables Blink can work with and refuses the others
 * by name.
 */
package io.blink.hive.catalog;

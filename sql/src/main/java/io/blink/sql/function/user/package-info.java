/**
 * Users' functions as Calcite's operators: found by the names of a session, typed by the methods of their classes. Made for one statement each; used by validation and by the translation of
 * expressions and aggregates.
 */
package io.blink.sql.function.user;

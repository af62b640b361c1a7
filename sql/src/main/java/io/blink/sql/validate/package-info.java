/**
 * From a parse tree to a validated one, and errors that name the nearest known thing. Called by {@code io.blink.sql.logical}; one statement, one
 * thread; lookups may block on a catalog.
 */
package io.blink.sql.validate;

/**
 * Which rows of a row group or stripe pass, and batches of these. Conditions narrow the rows one after the other, on ids where a column has a dictionary; the order follows what they are worth.
 * Called by the readers of Parquet and ORC on their thread.
 */
package io.blink.formats.selection;

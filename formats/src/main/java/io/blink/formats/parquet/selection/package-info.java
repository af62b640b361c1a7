/**
 * Which rows of a row group pass. Conditions narrow the rows one after the other, on ids where a chunk has a dictionary; the order follows what they are worth. Called by the reader on its
 * thread.
 */
package io.blink.formats.parquet.selection;

/**
 * Columns of batches from the pages of a column chunk: one pass for values of fixed width, dictionaries of strings kept, single values picked where few rows are wanted. Called by the reader
 * on its thread.
 */
package io.blink.formats.parquet.column;

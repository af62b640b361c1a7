/** Files from batches: a page of a column is gathered in arrays, then encoded at once, by a dictionary while that pays. A writer is used by one thread at a time and blocks. */
package io.blink.formats.parquet.writing;

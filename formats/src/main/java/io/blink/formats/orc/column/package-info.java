/**
 * Columns out of the streams of a stripe, without a vector in between: numbers go into the array that the column keeps, strings of a dictionary stay ids. Made for each stripe by
 * the ORC reader, called on the thread that reads the split. What is not read here (see {@link io.blink.formats.orc.column.ColumnReaders#reads}) is left to orc-core.
 */
package io.blink.formats.orc.column;

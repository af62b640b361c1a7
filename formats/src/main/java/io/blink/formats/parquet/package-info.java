/**
 * Parquet on parquet-java's metadata and pages; values are decoded here, straight into columns, those of columns with conditions first and of the others only what passes.
 * Conditions narrow the rows one after the other, on ids where a chunk has a dictionary; single values are picked where few rows are wanted, and pages of which none is are not
 * decompressed. Dictionaries of strings are kept. Writing goes the same way: a page of a column is gathered in arrays, then encoded at once. A row group is held compressed, its pages are decompressed and decoded one by one. A reader is used by one thread at a time and blocks; footers
 * that were parsed are shared by all.
 */
package io.blink.formats.parquet;

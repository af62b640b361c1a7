/**
 * Apache Parquet: what is read of a file ({@link io.blink.formats.parquet.ParquetReader}) and in which order. Metadata, indexes and codecs come from parquet-java; pages are decoded and
 * encoded here. Columns with conditions are decoded first, of the others only what passes. A row group is held compressed, its pages are decompressed and decoded one by one.
 *
 * <p>{@code metadata}: footers, types, statistics; {@code selection}: which rows; {@code page}: levels and values of one column chunk, page by page; {@code column}: from there to columns; {@code
 * writing}: files from batches.
 *
 * <p>A reader or writer is used by one thread at a time and blocks; footers that were parsed are shared by all.
 */
package io.blink.formats.parquet;

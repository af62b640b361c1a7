/**
 * Parquet on parquet-java's metadata, pages and codecs; values are decoded here, straight into columns. Dictionaries of strings are kept. A row group is held
 * compressed, its pages are decompressed and decoded one by one. Used by one thread at a time; blocks.
 */
package io.blink.formats.parquet;

/**
 * The pages of one column chunk: decompressed when somebody asks for what is in them, levels and values decoded in the form that Parquet stores. What a page claims is checked against what
 * it has; damage is an error that names file and column. One thread at a time.
 */
package io.blink.formats.parquet.page;

/**
 * What names in a query mean: core's catalogs in the form that Calcite looks tables up in. Made anew for each planned statement, so that a statement
 * asks the metastore at most once about a table and sees it unchanged; one thread; lookups may block.
 */
package io.blink.sql.catalog;

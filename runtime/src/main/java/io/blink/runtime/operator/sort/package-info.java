/**
 * Sorting, the first rows of an order, and the merge of sorted inputs. Rows are ordered by a 64-bit prefix of their keys, which decides most comparisons, and by the keys themselves
 * where prefixes are equal. Keys that prefixes hold in full are read from them, and rows that are skipped are passed over without being put together. All on the task's thread.
 */
package io.blink.runtime.operator.sort;

/**
 * The sorted rows of an OVER operator as pages, in memory or on disk, and where partitions and peers begin among them. {@code OverOperator} adds pages and drops those that nobody needs; calls ask for
 * the rows that they need and get {@code null} while a page is being read. Rows have numbers from 0 on that never change. On the operator's task thread, but what the spill does.
 */
package io.blink.runtime.operator.over.page;

/** What files say of themselves: footers, which are parsed once and shared by all threads, types, statistics, the calendar of their writer; and the conditions that statistics decide. */
package io.blink.formats.parquet.metadata;

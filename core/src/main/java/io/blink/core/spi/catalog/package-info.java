/** Catalogs: what tables there are, and how their partitions are called. Implemented in {@code session} (in memory) and {@code hive-connector}. Calls may block. */
package io.blink.core.spi.catalog;

/** Catalogs: what tables there are. Implemented in {@code session} (in memory) and {@code hive-connector}. Calls may block. */
package io.blink.core.spi.catalog;

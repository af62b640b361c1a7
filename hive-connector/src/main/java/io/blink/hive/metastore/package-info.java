/**
 * A thin client for the Hive metastore's Thrift API, versions 2.3 to 4.x. Called by the catalog and the table code of this module, on threads that may
 * block; every class is safe for use by several threads unless it says otherwise. Thrift's generated classes stay inside this package: what crosses its
 * border are the {@code Metastore…} records. Each request is bounded in time, tried again on another server when a connection breaks, and safe to send
 * twice.
 */
package io.blink.hive.metastore;

/**
 * The {@code filesystem} connector: a folder of files of one format as a table, with partition keys in the names of its folders ({@code key=value}) as Hive lays
 * them out. Planning and committing run in the client or job master, readers and writers in the workers; everything blocks and is called on I/O threads.
 */
package io.blink.formats.filesystem;

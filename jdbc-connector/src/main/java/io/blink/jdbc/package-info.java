/**
 * The {@code jdbc} connector: tables of a database are read in ranges of a column or looked up by key, written by INSERT or, with a primary key, by what the database has for upserts. Readers and writers run on I/O
 * threads. Drivers are the user's: a jar in this plugin's folder. Writing is at least once; with a primary key repeated rows change nothing.
 */
package io.blink.jdbc;

/**
 * Avro's files (Avro 1.12 specification, "Object Container Files"): a header with the schema that the rows were written with, and blocks of records behind it, each followed by the
 * file's sync marker, by which a part of a file is read. Values are read and written as those of single records. Nothing that a file says makes its reader take more memory than a
 * stated bound. Readers and writers belong to one I/O thread at a time.
 */
package io.blink.formats.avro.container;

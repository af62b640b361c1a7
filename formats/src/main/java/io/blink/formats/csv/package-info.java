/** CSV by RFC 4180 through FastCSV: an empty field is NULL, {@code ""} the empty string. Used by one thread at a time; blocks. */
package io.blink.formats.csv;

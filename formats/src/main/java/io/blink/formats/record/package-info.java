/**
 * Formats of single records, as they lie in a topic or in a line of a file: bytes into column builders and back. Connectors find them by name in {@link
 * io.blink.formats.record.RecordFormats}, hand over one record after the other and take whole batches. One thread a decoder or encoder; none blocks. What a record
 * cannot be read for is a {@link io.blink.formats.record.MalformedRecord}; after it the rows are as they were before, and where the record lay is the connector's to say.
 */
package io.blink.formats.record;

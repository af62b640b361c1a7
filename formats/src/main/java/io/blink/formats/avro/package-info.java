/**
 * Avro: values go from the encoding into columns and back without an object between ({@link io.blink.formats.avro.WrittenValues}, {@link io.blink.formats.avro.EncodedValues}), by the
 * schema of the writer on one side and the types of the columns on the other. Schemas, the JSON encoding and the writing of both are Avro's library; the binary encoding is read by
 * {@link io.blink.formats.avro.BinaryInput}, which takes nothing on trust.
 */
package io.blink.formats.avro;

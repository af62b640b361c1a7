/**
 * The streams of a stripe: bytes decompressed chunk by chunk, and run-length decoders over them. Called by the column readers, on the thread that reads the split; one
 * stream is one decoder's. Damage is an {@link java.io.IOException} that names the stream.
 */
package io.blink.formats.orc.stream;

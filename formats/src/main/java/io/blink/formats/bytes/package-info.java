/**
 * Bytes of files on their way to decoders: which ranges are read in which requests, what a reader holds of them, and the arrays that readers leave to each other. Format readers call it on
 * their own threads; only reading ahead happens on others. What a reader holds of a row group or stripe is bounded, however large that is, and counted.
 */
package io.blink.formats.bytes;

/**
 * ORC. {@code OrcReader} decodes stripes itself, over orc-core's footers and statistics, and keeps dictionaries; what old writers or changed tables leave to convert
 * goes through orc-core's reader. Files are written through orc-core. Used by one thread at a time; blocks.
 */
package io.blink.formats.orc;

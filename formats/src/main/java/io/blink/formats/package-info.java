/**
 * File formats behind one interface, {@link io.blink.formats.FileFormat}: whole files in and out as batches. Used by the {@code filesystem} connector here and by
 * {@code hive-connector}. Readers and writers block and are used by one thread at a time.
 */
package io.blink.formats;

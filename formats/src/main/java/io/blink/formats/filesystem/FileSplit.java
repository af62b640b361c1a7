package io.blink.formats.filesystem;

import java.util.Map;

/**
 * A part of a file.
 *
 * @param partition values of the partition keys as text, by name; {@code null}: NULL
 * @param fileBytes of the whole file
 * @param modificationMillis when the file was last written
 */
record FileSplit(
        String path,
        long offset,
        long length,
        Map<String, String> partition,
        long fileBytes,
        long modificationMillis) {}

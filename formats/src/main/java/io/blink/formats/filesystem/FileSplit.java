package io.blink.formats.filesystem;

import java.util.Map;

/** A part of a file. @param partition values of the partition keys as text, by name; {@code null}: NULL */
record FileSplit(String path, long offset, long length, Map<String, String> partition) {}

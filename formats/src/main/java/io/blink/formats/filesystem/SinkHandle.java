package io.blink.formats.filesystem;

import java.util.Map;

/** A write. @param staticPartition values as text by key; those keys are the first ones */
record SinkHandle(FilesystemTable table, boolean overwrite, Map<String, String> staticPartition) {
    static final int VERSION = 1;
}

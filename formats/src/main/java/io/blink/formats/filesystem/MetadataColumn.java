package io.blink.formats.filesystem;

import io.blink.core.type.Field;

/** A column of a table that files do not hold. @param virtual whether it is no column for those who write */
record MetadataColumn(Field field, FileMetadata metadata, boolean virtual) {}

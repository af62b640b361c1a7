package io.blink.hive.read;

/** Which partitions of a table count. */
public enum PartitionInclude {
    ALL,
    /** For lookups the newest; a scan reads all. */
    LATEST
}

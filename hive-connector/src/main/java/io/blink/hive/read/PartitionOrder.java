package io.blink.hive.read;

/** By what a partition is older than another. */
public enum PartitionOrder {
    /** By its name, as text. */
    PARTITION_NAME,
    /** By when it was added to the metastore; of a table without partitions, by when a file was last written. */
    CREATE_TIME,
    /** By the time that its values spell. */
    PARTITION_TIME
}

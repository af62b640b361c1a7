package io.blink.core.error;

/** Who can mend an error; retry policies read this and never the message. */
public enum ErrorType {
    /** The statement, its data or a setting is wrong; repeating it changes nothing. */
    USER,
    /** A system outside Blink (HDFS, YARN, metastore) refused or did not answer; repeating may help. */
    EXTERNAL,
    /** Memory, disk or slots ran out; helps once there is more of it. */
    RESOURCES,
    /** Blink itself is at fault. */
    INTERNAL
}

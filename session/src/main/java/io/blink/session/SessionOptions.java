package io.blink.session;

import io.blink.core.config.ConfigOption;
import java.util.List;

/** The settings that this module reads. */
public final class SessionOptions {
    public static final ConfigOption<String> TIME_ZONE = ConfigOption.string(
            "table.local-time-zone",
            "default",
            "Zone of TIMESTAMP_LTZ values and of CURRENT_TIMESTAMP; 'default' is the machine's.");

    public static final ConfigOption<Boolean> DML_SYNC = ConfigOption.bool(
            "table.dml-sync",
            null,
            "Whether INSERT waits for its job; not set: a batch is waited for, a stream is not unless it runs in this process.");

    public static final ConfigOption<String> RECURSION_DIRECTORY = ConfigOption.string(
            "table.exec.recursion.directory",
            null,
            "Where the steps of WITH RECURSIVE keep their rows: a folder that all workers see; not set: the folder of a session on YARN, or this "
                    + "machine's for temporary files if queries run in this process.");

    /** SQL dialects. */
    public enum Dialect {
        DEFAULT
    }

    public static final ConfigOption<Dialect> DIALECT = ConfigOption.choice(
            "table.sql-dialect",
            Dialect.class,
            "default",
            "The dialect of statements; Hive's DDL is part of the default one.");

    private SessionOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(TIME_ZONE, DML_SYNC, RECURSION_DIRECTORY, DIALECT);
    }
}

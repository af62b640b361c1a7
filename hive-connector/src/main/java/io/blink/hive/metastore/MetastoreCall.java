package io.blink.hive.metastore;

/** The requests that this client sends, one for each meaning: a request-object call and the older call it replaces count as the same. */
public enum MetastoreCall {
    GET_ALL_DATABASES(false),
    GET_DATABASE(false),
    CREATE_DATABASE(true),
    DROP_DATABASE(true),
    GET_ALL_TABLES(false),
    GET_TABLES_BY_TYPE(false),
    GET_TABLE(false),
    CREATE_TABLE(true),
    ALTER_TABLE(true),
    DROP_TABLE(true),
    GET_PARTITION_NAMES(false),
    GET_PARTITION_NAMES_BY_VALUES(false),
    GET_PARTITIONS_BY_FILTER(false),
    GET_PARTITIONS_BY_NAMES(false),
    ADD_PARTITIONS(true),
    ALTER_PARTITIONS(true),
    DROP_PARTITIONS(true),
    GET_TABLE_STATISTICS(false),
    GET_PARTITIONS_STATISTICS(false),
    UPDATE_TABLE_STATISTICS(true),
    UPDATE_PARTITION_STATISTICS(true),
    GET_FUNCTION_NAMES(false),
    GET_FUNCTION(false),
    CREATE_FUNCTION(true),
    ALTER_FUNCTION(true),
    DROP_FUNCTION(true);

    private final boolean change;

    MetastoreCall(boolean change) {
        this.change = change;
    }

    /** Whether the request changes what the metastore holds. */
    public boolean isChange() {
        return change;
    }
}

package io.blink.sql;

/** The kinds of statements, for those who only dispatch or report. */
public enum StatementKind {
    QUERY,
    INSERT,
    STATEMENT_SET,
    CREATE_TABLE,
    CREATE_VIEW,
    CREATE_DATABASE,
    CREATE_CATALOG,
    ALTER_TABLE,
    ALTER_VIEW,
    TRUNCATE_TABLE,
    ANALYZE_TABLE,
    DROP_TABLE,
    DROP_VIEW,
    DROP_DATABASE,
    DROP_CATALOG,
    CREATE_FUNCTION,
    ALTER_FUNCTION,
    DROP_FUNCTION,
    DESCRIBE_FUNCTION,
    ADD_JAR,
    REMOVE_JAR,
    SHOW,
    DESCRIBE_TABLE,
    DESCRIBE_DATABASE,
    USE_CATALOG,
    USE_DATABASE,
    SET,
    RESET,
    EXPLAIN
}

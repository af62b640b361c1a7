package io.blink.sql;

/** What SHOW lists. */
public enum ShowTarget {
    CATALOGS,
    CURRENT_CATALOG,
    DATABASES,
    CURRENT_DATABASE,
    TABLES,
    VIEWS,
    PARTITIONS,
    COLUMNS,
    TABLE_PROPERTIES,
    FUNCTIONS,
    USER_FUNCTIONS,
    JARS,
    JOBS,
    CREATE_TABLE,
    CREATE_VIEW,
    CREATE_FUNCTION
}

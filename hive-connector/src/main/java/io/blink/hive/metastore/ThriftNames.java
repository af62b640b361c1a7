package io.blink.hive.metastore;

/**
 * How a database is named in calls that have no field for the catalog: plain in the usual catalog, which metastores before 3.0 understand too, else
 * {@code @catalog#database}.
 */
record ThriftNames(String catalog) {
    String database(String name) {
        return catalog.equals(MetastoreSettings.CATALOG_USUAL) ? name : "@" + catalog + "#" + name;
    }
}

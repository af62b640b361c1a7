package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;

/** Who owns a table's files. */
public enum TableKind {
    /** Dropping the table deletes its files. A Hive 4 metastore turns a managed table that is not transactional into an external one that purges. */
    MANAGED("MANAGED_TABLE"),
    /** Dropping the table leaves its files, unless {@code external.table.purge} is true. */
    EXTERNAL("EXTERNAL_TABLE"),
    VIEW("VIRTUAL_VIEW"),
    MATERIALIZED_VIEW("MATERIALIZED_VIEW"),
    INDEX("INDEX_TABLE");

    private final String metastoreName;

    TableKind(String metastoreName) {
        this.metastoreName = metastoreName;
    }

    public String metastoreName() {
        return metastoreName;
    }

    public boolean isView() {
        return this == VIEW || this == MATERIALIZED_VIEW;
    }

    static TableKind of(String metastoreName, String qualifiedTable) {
        for (TableKind kind : values()) {
            if (kind.metastoreName.equals(metastoreName)) {
                return kind;
            }
        }
        throw new BlinkException(
                HiveErrorCode.INVALID_TABLE,
                "Table " + qualifiedTable + " has the unknown table type " + metastoreName + " in the metastore");
    }
}

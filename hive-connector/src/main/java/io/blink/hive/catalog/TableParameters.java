package io.blink.hive.catalog;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names of the table parameters in the metastore. Blink's own begin with {@code blink.}:
 *
 * <pre>
 * blink.connector                     connector of a table that is not Hive's ("generic")
 * blink.type.COLUMN                   SQL type of a column where Hive's type says less
 * blink.watermark.column/.expression  WATERMARK FOR
 * blink.column.N.name/.type/.computed/.comment, blink.partition-key.N, blink.primary-key.N, blink.option.KEY
 *                                     of generic tables
 * blink.creation                      tag of the request that created the object
 * </pre>
 */
final class TableParameters {
    static final String OWN_PREFIX = "blink.";
    static final String CONNECTOR = "blink.connector";
    static final String TYPE_PREFIX = "blink.type.";
    static final String WATERMARK_COLUMN = "blink.watermark.column";
    static final String WATERMARK_EXPRESSION = "blink.watermark.expression";
    static final String COLUMN_PREFIX = "blink.column.";
    static final String PARTITION_KEY_PREFIX = "blink.partition-key.";
    static final String PRIMARY_KEY_PREFIX = "blink.primary-key.";
    static final String OPTION_PREFIX = "blink.option.";
    static final String FLINK_CONNECTOR = "flink.connector";
    static final String COMMENT = "comment";
    static final String EXTERNAL = "EXTERNAL";

    /** Kept by the metastore itself; no business of the one who describes or copies a table. */
    private static final Set<String> BOOKKEEPING = Set.of(
            "transient_lastDdlTime",
            "last_modified_by",
            "last_modified_time",
            "COLUMN_STATS_ACCURATE",
            "numFiles",
            "numRows",
            "numPartitions",
            "rawDataSize",
            "totalSize",
            "bucketing_version",
            "TRANSLATED_TO_EXTERNAL",
            COMMENT,
            EXTERNAL);

    private TableParameters() {}

    /** What the user gave as TBLPROPERTIES. */
    static Map<String, String> userProperties(Map<String, String> parameters) {
        Map<String, String> properties = new TreeMap<>(parameters);
        properties.keySet().removeIf(key -> key.startsWith(OWN_PREFIX) || BOOKKEEPING.contains(key));
        return properties;
    }

    /** The values of {@code prefix + 0}, {@code prefix + 1} and so on. */
    static List<String> numbered(Map<String, String> parameters, String prefix, String suffix) {
        List<String> values = new java.util.ArrayList<>();
        for (String value; (value = parameters.get(prefix + values.size() + suffix)) != null; ) {
            values.add(value);
        }
        return values;
    }
}

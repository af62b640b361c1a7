package io.blink.hive;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.formats.avro.container.AvroFileFormat;
import io.blink.hive.metastore.MetastoreStorage;
import io.blink.hive.metastore.MetastoreTable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The file formats of Hive tables that Blink reads and writes, with the classes by which Hive knows them. */
public enum HiveFileFormat {
    PARQUET(
            "parquet",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",
            "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe"),
    ORC(
            "orc",
            "org.apache.hadoop.hive.ql.io.orc.OrcInputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcOutputFormat",
            "org.apache.hadoop.hive.ql.io.orc.OrcSerde"),
    AVRO(
            "avro",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat",
            "org.apache.hadoop.hive.ql.io.avro.AvroContainerOutputFormat",
            "org.apache.hadoop.hive.serde2.avro.AvroSerDe");

    private static final List<String> AVRO_SCHEMAS = List.of("avro.schema.literal", "avro.schema.url");

    private final String formatName;
    private final String inputFormat;
    private final String outputFormat;
    private final String serde;

    HiveFileFormat(String formatName, String inputFormat, String outputFormat, String serde) {
        this.formatName = formatName;
        this.inputFormat = inputFormat;
        this.outputFormat = outputFormat;
        this.serde = serde;
    }

    /** The name of the format in {@code STORED AS}, in table options and among Blink's file formats. */
    public String formatName() {
        return formatName;
    }

    /** Table properties as options of the formats, which shall read and write as Hive does. */
    public static Map<String, String> options(Map<String, String> parameters) {
        Map<String, String> options = new HashMap<>(parameters);
        options.put(AvroFileFormat.CONVENTION.key(), "hive");
        return options;
    }

    /** The format of a table's files, or an error that names it. */
    public static HiveFileFormat of(MetastoreTable table) {
        String subject = "table " + table.qualifiedName();
        HiveFileFormat format = of(table.storage(), subject);
        if (format == AVRO) {
            refuseOwnSchema(table.parameters(), subject);
            refuseOwnSchema(table.storage().serdeParameters(), subject);
        }
        return format;
    }

    /** Refuses tables whose columns and defaults stand in a schema of Avro's and not in the metastore. @param properties of the table, or of its SerDe */
    public static void refuseOwnSchema(Map<String, String> properties, String subject) {
        for (String property : AVRO_SCHEMAS) {
            if (!properties.getOrDefault(property, "none").equals("none")) {
                throw new BlinkException(
                        HiveErrorCode.UNSUPPORTED_FORMAT,
                        "Blink does not read the columns of " + subject + " from '" + property
                                + "'; declare them: CREATE EXTERNAL TABLE … (columns) STORED AS AVRO LOCATION '…' over the same files, whose fields are found by name");
            }
        }
    }

    /** The format of a table or partition, or an error that names it. Tables written by older tools may have the SerDe's class alone. */
    public static HiveFileFormat of(MetastoreStorage storage, String subject) {
        return find(storage)
                .orElseThrow(() -> new BlinkException(
                        HiveErrorCode.UNSUPPORTED_FORMAT,
                        "Blink does not read the format of " + subject + " (SerDe " + storage.serde()
                                + ", input format "
                                + storage.inputFormat() + "); it reads " + names()
                                + ": copy the table with Hive, CREATE TABLE … STORED AS PARQUET AS SELECT …"));
    }

    public static Optional<HiveFileFormat> find(MetastoreStorage storage) {
        return Arrays.stream(values())
                .filter(format -> format.serde.equals(storage.serde()))
                .findFirst();
    }

    /** The format after {@code STORED AS}, or an error that names the nearest. */
    public static HiveFileFormat named(String name, String subject) {
        return Arrays.stream(values())
                .filter(format -> format.formatName.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        HiveErrorCode.UNSUPPORTED_FORMAT,
                        "Blink does not write the format '" + name + "' of " + subject + "; it writes " + names() + "."
                                + NearestName.hint(name, names())));
    }

    /** A storage descriptor of this format without columns and location. */
    public MetastoreStorage storage() {
        return new MetastoreStorage(
                List.of(),
                Optional.empty(),
                inputFormat,
                outputFormat,
                serde,
                Map.of("serialization.format", "1"),
                0,
                List.of(),
                Map.of());
    }

    private static List<String> names() {
        return Arrays.stream(values()).map(HiveFileFormat::formatName).toList();
    }
}

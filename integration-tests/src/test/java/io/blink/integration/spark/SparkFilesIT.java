package io.blink.integration.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.sql.SessionEngine;
import io.blink.testing.peers.Peer;
import io.blink.testing.peers.PeerKind;
import io.blink.testing.peers.PeerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Spark reads what Blink writes and the other way round: Parquet and ORC, Snappy and Zstd, all types that both know. Both sessions live in a zone far from UTC, so
 * that a value that passes through the wrong zone shows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SparkFilesIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final String ZONE = "Asia/Kolkata";

    /** One row a test of values at the borders of their types, one with days before 1582, one of nothing but NULL. */
    private static final String EDGES = """
            SELECT id,
              CASE id WHEN 1 THEN true WHEN 2 THEN false END AS flag,
              CAST(CASE id WHEN 1 THEN 127 WHEN 2 THEN -128 END AS TINYINT) AS tiny,
              CAST(CASE id WHEN 1 THEN 32767 WHEN 2 THEN -32768 END AS SMALLINT) AS small,
              CAST(CASE id WHEN 1 THEN 2147483647 WHEN 2 THEN -2147483648 END AS INT) AS whole,
              CASE id WHEN 1 THEN 9223372036854775807 WHEN 2 THEN -9223372036854775807 END AS big,
              CAST(CASE id WHEN 1 THEN 1.5 WHEN 2 THEN -0.25 END AS FLOAT) AS single,
              CAST(CASE id WHEN 1 THEN 1e100 WHEN 2 THEN -0.1 END AS DOUBLE) AS twofold,
              CAST(CASE id WHEN 1 THEN 99.99 WHEN 2 THEN -99.99 END AS DECIMAL(4, 2)) AS d4,
              CAST(CASE id WHEN 1 THEN 999999.999 WHEN 2 THEN -0.001 END AS DECIMAL(9, 3)) AS d9,
              CAST(CASE id WHEN 1 THEN 12345678901234.5678 WHEN 2 THEN -0.0001 END AS DECIMAL(18, 4)) AS d18,
              CAST(CASE id WHEN 1 THEN '1234567890123456789012345678.0123456789' WHEN 2 THEN '-0.0000000001' END AS DECIMAL(38, 10)) AS d38,
              CASE id WHEN 1 THEN 'größer, "länger" 😀' WHEN 2 THEN '' END AS text,
              CAST(CASE id WHEN 1 THEN 'bytes' WHEN 2 THEN '' END AS BINARY) AS raw,
              CAST(CASE id WHEN 1 THEN '9999-12-31' WHEN 2 THEN '0001-01-01' WHEN 3 THEN '1582-10-04' END AS DATE) AS day,
              CAST(CASE id WHEN 1 THEN '2024-02-29 23:59:59.123456' WHEN 2 THEN '0001-01-01 00:00:00' WHEN 3 THEN '1500-03-01 12:30:00.5' END
                AS TIMESTAMP_NTZ) AS local,
              CAST(CASE id WHEN 1 THEN '2024-02-29 23:59:59.123456Z' WHEN 2 THEN '0001-01-02 00:00:00Z' WHEN 3 THEN '1500-03-01 12:30:00.5Z' END
                AS TIMESTAMP) AS moment
            FROM range(1, 5)
            """;

    private static final String EDGE_ROWS = """
            1,TRUE,127,32767,2147483647,9223372036854775807,1.5,1.0E100,99.99,999999.999,12345678901234.5678,1234567890123456789012345678.0123456789,größer, "länger" 😀,6279746573,9999-12-31,2024-02-29 23:59:59.123456,2024-03-01 05:29:59.123456
            2,FALSE,-128,-32768,-2147483648,-9223372036854775807,-0.25,-0.1,-99.99,-0.001,-0.0001,-0.0000000001,,,0001-01-01,0001-01-01 00:00:00.000000,0001-01-02 05:53:28.000000
            3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1582-10-04,1500-03-01 12:30:00.500000,1500-03-01 18:23:28.500000
            4,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL
            """;

    /** Columns with few values (dictionaries), with all different ones, with runs and with many NULLs, over several pages. */
    private static final String MANY = """
            SELECT id,
              CAST(id % 7 AS INT) AS few,
              CASE WHEN id % 3 = 0 THEN NULL ELSE concat('name ', id % 50) END AS name,
              concat(id, ' ', repeat('x', CAST(id % 20 AS INT))) AS unlike,
              CASE WHEN id < 15000 THEN NULL ELSE CAST(id AS DOUBLE) / 8 END AS late,
              CAST(id / 100 AS DECIMAL(7, 2)) AS price,
              CAST(CAST(id AS DECIMAL(30, 0)) * 1000000007 * 1000000009 AS DECIMAL(30, 5)) AS wide,
              date_add(DATE '1400-01-01', CAST(id * 11 AS INT)) AS day,
              CAST(CAST('1900-01-01 00:00:00' AS TIMESTAMP_NTZ) + make_interval(0, 0, 0, 0, CAST(id * 60 AS INT), 0, id % 1000000 / 1000000.0) AS TIMESTAMP_NTZ) AS at,
              sequence(0, CAST(id % 4 AS INT)) AS list,
              named_struct('a', id, 'b', CASE WHEN id % 2 = 0 THEN concat('b', id) END) AS pair
            FROM range(0, 20000)
            """;

    @TempDir
    static Path folder;

    private Peer spark;
    private SessionEngine blink;

    @BeforeAll
    void start() {
        Map<String, String> settings = new HashMap<>(Map.of(
                "spark.master", "local[2]",
                "spark.ui.enabled", "false",
                "spark.sql.shuffle.partitions", "2",
                "spark.sql.session.timeZone", ZONE));
        settings.put("spark.local.dir", folder.resolve("spark-local").toString());
        settings.put(
                "spark.sql.warehouse.dir", folder.resolve("spark-warehouse").toString());
        spark = Peer.start(new PeerOptions(
                PeerKind.SPARK,
                folder.resolve("spark"),
                List.of(),
                List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-Duser.timezone=" + ZONE),
                settings));
        blink = SessionEngine.local(Map.of(), Map.of());
        blink.execute("SET 'table.local-time-zone' = '" + ZONE + "'");
    }

    @AfterAll
    void stop() {
        if (blink != null) {
            blink.close();
        }
        if (spark != null) {
            spark.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "parquet,snappy,TIMESTAMP_MICROS",
        "parquet,zstd,INT96",
        "orc,snappy,TIMESTAMP_MICROS",
        "orc,zstd,TIMESTAMP_MICROS"
    })
    void valuesAtTheBordersOfTheirTypesAreReadAsSparkWroteThem(String format, String codec, String timestamps) {
        Path files = folder.resolve("edges-" + format + "-" + codec);
        spark("SET spark.sql.parquet.outputTimestampType = " + timestamps);
        sparkWrites(known(EDGES, format, "local"), files, format, codec, "");
        String table = blinkTable(files, format);
        assertThat(blinkRows(
                        "SELECT id, flag, tiny, small, whole, big, single, twofold, d4, d9, d18, d38, text, raw, day, "
                                + (format.equals("orc") ? "" : "CAST(local AS TIMESTAMP(6)) AS local, ")
                                + "CAST(moment AS TIMESTAMP(6)) AS moment FROM "
                                + table + " ORDER BY id"))
                .isEqualTo(format.equals("orc") ? EDGE_ROWS.replaceAll("(?m),[^,]*(,[^,]*)$", "$1") : EDGE_ROWS);
    }

    @ParameterizedTest
    @CsvSource({"TIMESTAMP_MICROS", "INT96"})
    void daysOfTheOldCalendarAreReadAsTheDaysTheyWere(String timestamps) {
        Path files = folder.resolve("legacy-" + timestamps);
        spark("SET spark.sql.parquet.outputTimestampType = " + timestamps);
        spark("SET spark.sql.parquet.datetimeRebaseModeInWrite = LEGACY");
        spark("SET spark.sql.parquet.int96RebaseModeInWrite = LEGACY");
        try {
            sparkWrites("SELECT id, day, moment FROM (" + EDGES + ")", files, "parquet", "snappy", "");
        } finally {
            spark("RESET spark.sql.parquet.datetimeRebaseModeInWrite");
            spark("RESET spark.sql.parquet.int96RebaseModeInWrite");
        }
        assertThat(blinkRows("SELECT id, day, CAST(moment AS TIMESTAMP(6)) AS moment FROM "
                        + blinkTable(files, "parquet") + " ORDER BY id"))
                .isEqualTo(EDGE_ROWS
                        .lines()
                        .map(line -> line.replaceAll("^(\\d),.*,([^,]*),[^,]*,([^,]*)$", "$1,$2,$3\n"))
                        .collect(Collectors.joining()));
    }

    @ParameterizedTest
    @CsvSource({"parquet,snappy", "parquet,zstd", "orc,snappy", "orc,zstd"})
    void manyRowsComeBackFromBlinkAsSparkWroteThem(String format, String codec) throws IOException {
        String name = format + "-" + codec;
        Path fromSpark = folder.resolve("many-spark-" + name);
        Path fromBlink = folder.resolve("many-blink-" + name);
        sparkWrites(known(MANY, format, "at"), fromSpark, format, codec, "");
        blinkWrites("SELECT * FROM " + blinkTable(fromSpark, format), fromBlink, format, codec);
        assertThat(sparkRows("SELECT count(*), count(DISTINCT id) FROM " + sparkFiles(fromBlink, format)))
                .containsExactly("20000,20000");
        assertSameForSpark(fromSpark, fromBlink, format);
    }

    @ParameterizedTest
    @CsvSource({"parquet,zstd", "orc,zstd"})
    void valuesAtTheBordersOfTheirTypesAreReadBySparkAsBlinkWroteThem(String format, String codec) throws IOException {
        Path fromSpark = folder.resolve("borders-spark-" + format);
        Path fromBlink = folder.resolve("borders-blink-" + format);
        spark("SET spark.sql.parquet.outputTimestampType = TIMESTAMP_MICROS");
        sparkWrites(known(EDGES, format, "local"), fromSpark, format, codec, "");
        blinkWrites("SELECT * FROM " + blinkTable(fromSpark, format), fromBlink, format, codec);
        assertThat(sparkRows("SELECT count(*) FROM " + sparkFiles(fromBlink, format)))
                .containsExactly("4");
        assertSameForSpark(fromSpark, fromBlink, format);
    }

    @ParameterizedTest
    @CsvSource({"parquet", "orc"})
    void partitionedFoldersPassBothWays(String format) throws IOException {
        Path fromSpark = folder.resolve("partitions-spark-" + format);
        Path fromBlink = folder.resolve("partitions-blink-" + format);
        sparkWrites(
                "SELECT id, CASE id % 3 WHEN 0 THEN 'us/ca' WHEN 1 THEN 'a b=c%' END AS region, CAST(id % 2 AS INT) AS half FROM range(0, 12)",
                fromSpark, format, "snappy", "PARTITIONED BY (region, half)");
        String columns =
                " (id BIGINT, region STRING, half INT) PARTITIONED BY (region, half) WITH ('connector' = 'filesystem', 'format' = '"
                        + format + "', 'path' = 'file://";
        blink.execute("CREATE TEMPORARY TABLE parts_" + format + columns + fromSpark + "')");
        blink.execute("CREATE TEMPORARY TABLE copy_" + format + columns + fromBlink + "')");
        String rows = blinkRows("SELECT region, half, COUNT(*) AS c, SUM(id) AS s FROM parts_" + format
                + " GROUP BY region, half ORDER BY region, half");
        assertThat(rows).isEqualTo("""
                NULL,0,2,10
                NULL,1,2,16
                a b=c%,0,2,14
                a b=c%,1,2,8
                us/ca,0,2,6
                us/ca,1,2,12
                """);
        blink.execute("INSERT INTO copy_" + format + " SELECT id, region, half FROM parts_" + format);
        assertSameForSpark(fromSpark, fromBlink, format);
    }

    /** Spark writes TIMESTAMP_NTZ into ORC as a BIGINT, which only Spark takes for a time. */
    private static String known(String query, String format, String localTime) {
        return format.equals("orc") ? "SELECT * EXCEPT (" + localTime + ") FROM (" + query + ")" : query;
    }

    private void sparkWrites(String query, Path files, String format, String codec, String partitions) {
        spark("CREATE TABLE written USING " + format + " OPTIONS (compression '" + codec + "') " + partitions
                + " LOCATION 'file://" + files + "' AS " + query);
        spark("DROP TABLE written");
    }

    private int tables;

    private String blinkTable(Path files, String format) {
        String name = "t" + tables++;
        blink.execute("CREATE TEMPORARY TABLE " + name + " WITH ('connector' = 'filesystem', 'format' = '" + format
                + "', 'path' = 'file://" + files + "')");
        return name;
    }

    private String blinkRows(String query) {
        return blink.execute(query).rows().stream()
                .map(row -> row.stream()
                                .map(value -> value == null ? "NULL" : value)
                                .collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    private void blinkWrites(String query, Path files, String format, String codec) {
        String option = format.equals("orc") ? "orc.compress" : "parquet.compression";
        blink.execute("CREATE TEMPORARY TABLE c" + tables++ + " WITH ('connector' = 'filesystem', 'format' = '" + format
                + "', '" + option + "' = '" + codec + "', 'path' = 'file://" + files + "') AS " + query);
    }

    /** EXCEPT ALL both ways finds a row that is missing, wrong or there too often. */
    private void assertSameForSpark(Path one, Path other, String format) throws IOException {
        String left = "SELECT * FROM " + sparkFiles(one, format);
        String right = "SELECT * FROM " + sparkFiles(other, format);
        assertThat(sparkRows(left + " EXCEPT ALL " + right + " LIMIT 3"))
                .as("rows that Blink did not write")
                .isEmpty();
        assertThat(sparkRows(right + " EXCEPT ALL " + left + " LIMIT 3"))
                .as("rows that Spark did not write")
                .isEmpty();
    }

    private static String sparkFiles(Path files, String format) {
        return format + ".`file://" + files + "`";
    }

    /** Its rows as records of CSV. */
    private List<String> sparkRows(String query) throws IOException {
        Path result = folder.resolve("spark-rows.csv");
        spark.query(query, result, TIMEOUT);
        return Files.readAllLines(result).stream().skip(2).toList();
    }

    private void spark(String statement) {
        spark.execute(statement, TIMEOUT);
    }
}

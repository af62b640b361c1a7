package io.blink.integration.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.SharedCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inserts, overwrites, pruned reads and CREATE TABLE AS, in ORC and Parquet, by {@code blink sql --target local} in a process of its own. */
class HiveTablesIT {
    private static final long TIMEOUT_SECONDS = 300;

    private final Path hadoopConfiguration = SharedCluster.get().hadoop().configurationFolder();

    @TempDir
    Path folder;

    @Test
    void tablesAreWrittenOverwrittenAndRead() throws Exception {
        String output = run("""
                CREATE CATALOG h WITH ('type'='hive', 'hive-conf-dir'='%s');
                USE CATALOG h;
                CREATE DATABASE hive_tables_it;
                USE hive_tables_it;
                CREATE TABLE sales (id BIGINT, amount DECIMAL(10,2), note STRING)
                  PARTITIONED BY (y INT, region STRING) STORED AS ORC;
                INSERT INTO sales PARTITION (y = 2023, region = 'eu') VALUES (1, 1.50, 'a');
                INSERT INTO sales PARTITION (y = 2024, region = 'us/ca') VALUES (2, 2.50, NULL), (3, 3.50, 'c');
                SHOW PARTITIONS sales;
                SELECT region, sum(amount) AS total, count(*) AS c FROM sales WHERE y = 2024 GROUP BY region;
                INSERT OVERWRITE sales PARTITION (y = 2024, region = 'us/ca')
                  SELECT id * 10, amount, note FROM sales WHERE y = 2023;
                INSERT OVERWRITE sales PARTITION (y = 2023, region = 'eu')
                  SELECT id, amount, note FROM sales WHERE id = 77;
                SELECT * FROM sales;
                CREATE TABLE copy STORED AS PARQUET AS SELECT id, amount, y FROM sales;
                INSERT OVERWRITE TABLE copy SELECT id + 1, amount, y FROM copy;
                SELECT * FROM copy;
                ALTER TABLE sales ADD IF NOT EXISTS PARTITION (y = 2025, region = 'as') PARTITION (y = 2024, region = 'us/ca');
                CREATE TABLE alike LIKE sales;
                INSERT INTO alike SELECT * FROM sales;
                ALTER TABLE sales DROP PARTITION (y = 2024);
                SHOW PARTITIONS sales;
                SELECT COUNT(*) AS n FROM sales;
                ALTER TABLE alike RENAME TO renamed;
                SELECT * FROM renamed;
                TRUNCATE TABLE renamed PARTITION (y = 2024, region = 'us/ca');
                SELECT COUNT(*) AS n FROM renamed;
                TRUNCATE TABLE copy;
                SELECT COUNT(*) AS n FROM copy;
                """.formatted(hadoopConfiguration));
        assertThat(output).isEqualToNormalizingNewlines("""
                        partition name
                        y=2023/region=eu
                        y=2024/region=us%2Fca
                        region,total,c
                        us/ca,6.00,2
                        id,amount,note,y,region
                        10,1.50,a,2024,us/ca
                        id,amount,y
                        11,1.50,2024
                        partition name
                        y=2023/region=eu
                        y=2025/region=as
                        n
                        0
                        id,amount,note,y,region
                        10,1.50,a,2024,us/ca
                        n
                        0
                        n
                        0
                        """);
    }

    /** What the script prints on standard output. */
    private String run(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script.sql"), script);
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.blink.client.BlinkCommand",
                        "sql",
                        "-f",
                        file.toString(),
                        "--target",
                        "local",
                        "--format",
                        "csv"))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile());
        builder.environment().put("HADOOP_CONF_DIR", hadoopConfiguration.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .as("ends in time")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return Files.readString(output);
    }
}

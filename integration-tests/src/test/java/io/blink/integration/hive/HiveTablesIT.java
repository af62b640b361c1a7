package io.blink.integration.hive;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.BlinkArchive;
import io.blink.integration.cluster.SharedCluster;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Inserts, overwrites, pruned reads and CREATE TABLE AS, in ORC and Parquet, by {@code blink sql --target local}. */
class HiveTablesIT {
    private final SharedCluster cluster = SharedCluster.get();

    @Test
    void tablesAreWrittenOverwrittenAndRead() {
        String script = cluster.use("hive_tables_it") + """
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
                """;
        assertThat(run(script)).isEqualToNormalizingNewlines("""
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

    @Test
    void tablesGrowColumnsThatOldFilesDoNotHave() {
        String script = cluster.use("hive_tables_it") + """
                CREATE TABLE grown (id BIGINT, note STRING) PARTITIONED BY (y INT) STORED AS PARQUET;
                INSERT INTO grown PARTITION (y = 2023) VALUES (1, 'a');
                ALTER TABLE grown ADD COLUMNS (price DECIMAL(7,2), tags ARRAY<STRING>);
                INSERT INTO grown PARTITION (y = 2023) SELECT 2, 'b', 2.50, ARRAY['x'];
                SELECT * FROM grown;
                SELECT id FROM grown WHERE price > 2;
                ALTER TABLE grown SET TBLPROPERTIES ('retention' = '30d', 'team' = 'etl');
                ALTER TABLE grown UNSET TBLPROPERTIES ('team');
                ALTER TABLE grown CHANGE COLUMN note note STRING COMMENT 'remark';
                SHOW CREATE TABLE grown;
                """;
        assertThat(run(script))
                .startsWith("id,note,price,tags,y\r\n")
                .contains("1,a,,,2023\r\n", "2,b,2.50,\"[\"\"x\"\"]\",2023\r\n", "id\r\n2\r\n")
                .contains(
                        "`note` STRING COMMENT 'remark'",
                        "`tags` ARRAY<STRING>",
                        "PARTITIONED BY (`y` INT)\nSTORED AS PARQUET",
                        "'retention' = '30d'")
                .doesNotContain("team");
    }

    @Test
    void statisticsAreKeptInTheMetastore() {
        String script = cluster.use("hive_tables_it") + """
                CREATE TABLE measured (id BIGINT, price DECIMAL(7,2), note STRING, day DATE, ok BOOLEAN, rating DOUBLE)
                  STORED AS PARQUET;
                INSERT INTO measured VALUES (1, 1.50, 'ab', DATE '2024-01-31', TRUE, 0.5),
                  (2, NULL, 'abcd', DATE '1999-12-31', FALSE, 2.5), (3, -2.25, NULL, NULL, NULL, NULL);
                ANALYZE TABLE measured COMPUTE STATISTICS FOR COLUMNS;
                DESCRIBE FORMATTED measured price;
                DESCRIBE FORMATTED measured day;
                DESCRIBE FORMATTED measured note;
                CREATE TABLE parts (id BIGINT, note STRING) PARTITIONED BY (y INT, region STRING) STORED AS ORC;
                INSERT INTO parts PARTITION (y = 2023, region = 'eu') VALUES (1, 'a');
                INSERT INTO parts PARTITION (y = 2024, region = 'us/ca') VALUES (2, NULL), (3, 'c');
                ANALYZE TABLE parts PARTITION (y = 2024, region) COMPUTE STATISTICS FOR COLUMNS id;
                DESCRIBE FORMATTED parts id;
                ANALYZE TABLE parts PARTITION (y = 2023) COMPUTE STATISTICS NOSCAN;
                ANALYZE TABLE parts COMPUTE STATISTICS FOR ALL COLUMNS;
                DESCRIBE FORMATTED parts id;
                """;
        assertThat(run(script).replace("\r", "").replace("property,value\n", ""))
                .isEqualTo(figures("price", "DECIMAL(7, 2)", "-2.25", "1.50", 1, 2, "", "")
                        + figures("day", "DATE", "1999-12-31", "2024-01-31", 1, 2, "", "")
                        + figures("note", "STRING", "", "", 1, 2, "3.00", "4")
                        + figures("id", "BIGINT", "2", "3", 0, 2, "", "")
                        + figures("id", "BIGINT", "1", "3", 0, 2, "", ""));
    }

    private static String figures(
            String column, String type, String min, String max, int nulls, int distinct, String average, String most) {
        String quoted = type.contains(",") ? '"' + type + '"' : type;
        return "col_name," + column + "\ndata_type," + quoted + "\ncomment,\nmin," + min + "\nmax," + max
                + "\nnum_nulls," + nulls + "\ndistinct_count," + distinct + "\navg_col_len," + average
                + "\nmax_col_len," + most + "\n";
    }

    private String run(String script) {
        return BlinkArchive.against(cluster.hadoop().configurationFolder())
                .run("blink", List.of("sql", "--target", "local", "--format", "csv", "-e", script))
                .succeeded()
                .output();
    }
}

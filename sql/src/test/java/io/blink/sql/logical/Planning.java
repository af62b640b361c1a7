package io.blink.sql.logical;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.sql.Catalogs;
import io.blink.sql.PlannerContext;
import io.blink.sql.Statement;
import io.blink.sql.StatementParser;
import io.blink.sql.TestingCatalog;
import io.blink.sql.TestingConnector;
import java.time.ZoneId;
import java.util.List;

/** Plans statements over a few tables of the shape of TPC-DS and one stream. */
final class Planning {
    private Planning() {}

    static LogicalPlan query(String sql) {
        Statement.Query query =
                (Statement.Query) StatementParser.parseScript(sql).get(0).statement();
        return LogicalPlanner.planQuery(query.query(), context());
    }

    static LogicalPlan insert(String sql) {
        Statement.Insert insert =
                (Statement.Insert) StatementParser.parseScript(sql).get(0).statement();
        return LogicalPlanner.planInsert(insert, context());
    }

    static PlannerContext context() {
        TestingCatalog catalog = new TestingCatalog("main")
                        .table(
                                "store_sales",
                                2_880_404,
                                "ss_sold_date_sk INT",
                                "ss_item_sk BIGINT NOT NULL",
                                "ss_customer_sk INT",
                                "ss_store_sk INT",
                                "ss_quantity INT",
                                "ss_ext_sales_price DECIMAL(7, 2)",
                                "ss_net_profit DOUBLE")
                        .table(
                                "date_dim",
                                73_049,
                                "d_date_sk INT NOT NULL",
                                "d_date DATE",
                                "d_year INT",
                                "d_moy INT",
                                "d_day_name CHAR(9)")
                        .table(
                                "item",
                                18_000,
                                "i_item_sk BIGINT NOT NULL",
                                "i_brand STRING",
                                "i_category CHAR(50)",
                                "i_current_price DECIMAL(7, 2)",
                                "i_manufact_id INT")
                        .table("times", 100, "d_year INT", "ts TIMESTAMP(3)")
                        .table("store", 12, "s_store_sk INT NOT NULL", "s_state CHAR(2)")
                        .table("customer", 100_000, "c_customer_sk INT NOT NULL", "c_last_name STRING")
                        .partitioned(
                                "sink",
                                0,
                                List.of("dt", "h"),
                                "a BIGINT",
                                "b VARCHAR(10)",
                                "c DECIMAL(10, 2) AS a * 2",
                                "dt STRING",
                                "h INT")
                        .view("brands", "SELECT i_brand, count(*) FROM item GROUP BY i_brand", "b STRING", "n BIGINT")
                        .stream(
                                "clicks",
                                new WatermarkDefinition("ts", "ts - INTERVAL '5' SECOND"),
                                "k INT",
                                "v BIGINT",
                                "twice BIGINT AS v * 2",
                                "ts TIMESTAMP(3)",
                                "unused STRING");
        Connectors connectors = new Connectors(
                List.of(new TestingConnector()),
                FileSystems.load(Planning.class.getClassLoader(), Configuration.empty()));
        return new PlannerContext(
                Catalogs.of(catalog), "main", "default_db", connectors, Configuration.empty(), ZoneId.of("UTC"), 0);
    }
}

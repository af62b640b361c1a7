package io.blink.sql.physical;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.sql.Catalogs;
import io.blink.sql.PlannedStatement;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryPlanner;
import io.blink.sql.StatementParser;
import io.blink.sql.TestingCatalog;
import io.blink.sql.TestingConnector;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** Plans statements over a few tables of the shape of TPC-DS, a stream and tables to write. */
public final class PlannedTables {
    private static final Connectors CONNECTORS = new Connectors(
            List.of(new PlanningConnector()),
            FileSystems.load(PlannedTables.class.getClassLoader(), Configuration.empty()));

    private PlannedTables() {}

    public static PlannedStatement plan(String sql, Configuration settings) {
        return QueryPlanner.plan(StatementParser.parseScript(sql).get(0), context(settings));
    }

    public static PlannedStatement plan(String sql) {
        return plan(sql, Configuration.empty());
    }

    static PlannerContext context(Configuration settings) {
        TestingCatalog catalog = new TestingCatalog("main");
        addFacts(catalog);
        addDimensions(catalog);
        addTargets(catalog);
        catalog.stream(
                "clicks",
                new WatermarkDefinition("ts", "ts - INTERVAL '5' SECOND"),
                "k INT",
                "v BIGINT",
                "twice BIGINT AS v * 2",
                "ts TIMESTAMP(3)",
                "unused STRING");
        catalog.events(
                "past_clicks",
                100,
                new WatermarkDefinition("ts", "ts - INTERVAL '5' SECOND"),
                "k INT",
                "v BIGINT",
                "ts TIMESTAMP(3)");
        catalog.stream("unmarked", null, "k INT", "ts TIMESTAMP(3)");
        catalog.createTable(new CatalogTable(
                new TablePath("main", "default_db", "profiles"),
                TestingConnector.NAME,
                List.of(
                        new ColumnDefinition("k", DataType.parse("INT NOT NULL"), null, null),
                        new ColumnDefinition("name", DataType.parse("STRING"), null, null)),
                List.of(),
                List.of("k"),
                Map.of("unbounded", "true", "changelog", "UPSERT"),
                null,
                null,
                null));
        addCaptured(catalog, "captured", List.of("k"));
        addCaptured(catalog, "captured_without_key", List.of());
        return new PlannerContext(
                Catalogs.of(catalog), "main", "default_db", CONNECTORS, settings, ZoneId.of("UTC"), 0);
    }

    private static void addCaptured(TestingCatalog catalog, String name, List<String> key) {
        catalog.createTable(new CatalogTable(
                new TablePath("main", "default_db", name),
                TestingConnector.NAME,
                List.of(
                        new ColumnDefinition("k", DataType.parse("INT NOT NULL"), null, null),
                        new ColumnDefinition("name", DataType.parse("STRING"), null, null)),
                List.of(),
                key,
                Map.of("unbounded", "true", "changelog", "RETRACT"),
                null,
                null,
                null));
    }

    private static void addFacts(TestingCatalog catalog) {
        catalog.partitioned(
                "store_sales",
                2_880_404,
                List.of("ss_sold_date_sk"),
                "ss_item_sk BIGINT NOT NULL",
                "ss_customer_sk INT",
                "ss_store_sk INT",
                "ss_ticket_number BIGINT NOT NULL",
                "ss_quantity INT",
                "ss_list_price DECIMAL(7, 2)",
                "ss_ext_sales_price DECIMAL(7, 2)",
                "ss_net_profit DOUBLE",
                "ss_sold_date_sk INT");
        catalog.table(
                "store_returns",
                287_514,
                "sr_item_sk BIGINT NOT NULL",
                "sr_customer_sk INT",
                "sr_ticket_number BIGINT NOT NULL",
                "sr_return_amt DECIMAL(7, 2)",
                "sr_returned_date_sk INT",
                "sr_store_sk INT");
    }

    private static void addDimensions(TestingCatalog catalog) {
        catalog.table(
                "date_dim",
                73_049,
                "d_date_sk INT NOT NULL",
                "d_date DATE",
                "d_year INT",
                "d_moy INT",
                "d_day_name CHAR(9)");
        catalog.table(
                "item",
                18_000,
                "i_item_sk BIGINT NOT NULL",
                "i_brand STRING",
                "i_category CHAR(50)",
                "i_current_price DECIMAL(7, 2)",
                "i_manufact_id INT");
        catalog.table("store", 12, "s_store_sk INT NOT NULL", "s_state CHAR(2)", "s_store_name STRING");
        catalog.table(
                "customer",
                100_000,
                "c_customer_sk INT NOT NULL",
                "c_customer_id STRING NOT NULL",
                "c_last_name STRING",
                "c_current_addr_sk INT");
        catalog.table("customer_address", 50_000, "ca_address_sk INT NOT NULL", "ca_state CHAR(2)", "ca_zip STRING");
    }

    private static void addTargets(TestingCatalog catalog) {
        catalog.partitioned(
                "sink", 0, List.of("dt", "h"), "a BIGINT", "b VARCHAR(10)", "c DECIMAL(10, 2)", "dt STRING", "h INT");
        catalog.table("late_clicks", 0, "ts TIMESTAMP(3)", "k INT");
        catalog.table("counts", 0, "k INT", "n BIGINT", "window_end TIMESTAMP(3)");
        catalog.table("big_a", 50_000_000, "x BIGINT", "y BIGINT", "z STRING");
        catalog.table("big_b", 40_000_000, "x BIGINT NOT NULL", "y BIGINT NOT NULL", "w STRING");
    }
}

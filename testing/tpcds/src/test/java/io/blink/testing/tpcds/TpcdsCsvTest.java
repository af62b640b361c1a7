package io.blink.testing.tpcds;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.type.Field;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TpcdsCsvTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void filesDoNotDependOnTheNumberOfThreads() throws IOException {
        Path one = folder.resolve("one");
        Path three = folder.resolve("three");
        String tables = "web_sales,web_returns,item,time_dim";
        assertThat(run("--folder", one.toString(), "--scale", "0.01", "--threads", "1", "--tables", tables))
                .isZero();
        assertThat(run("--folder", three.toString(), "--scale", "0.01", "--threads", "3", "--tables", tables))
                .isZero();
        for (String table : tables.split(",")) {
            assertThat(one.resolve(table + ".csv")).hasSameBinaryContentAs(three.resolve(table + ".csv"));
        }
        try (Stream<Path> files = Files.list(three)) {
            assertThat(files).hasSize(4);
        }
    }

    @Test
    void rowsAreCsvWithAHeader() throws IOException {
        assertThat(run("--folder", folder.toString(), "--scale", "0.01", "--tables", "item,store"))
                .isZero();
        List<String> items = Files.readAllLines(folder.resolve("item.csv"));
        assertThat(items.get(0)).startsWith("i_item_sk,i_item_id,i_rec_start_date,i_rec_end_date,i_item_desc,");
        assertThat(items.get(1)).startsWith("1,AAAAAAAABAAAAAAA,1997-10-27,,\"Powers will");
    }

    @Test
    void schemaHasTheTypesOfTheRows() {
        assertThat(TpcdsSchema.tables()).hasSize(24).contains("store_sales").doesNotContain("dbgen_version");
        assertThat(TpcdsSchema.columns("store_sales").stream().map(TpcdsCsvTest::describe))
                .hasSize(23)
                .startsWith("ss_sold_date_sk INT", "ss_sold_time_sk INT")
                .contains("ss_ticket_number BIGINT", "ss_net_profit DECIMAL(7, 2)");
        assertThat(TpcdsSchema.columns("date_dim").stream().map(TpcdsCsvTest::describe))
                .contains("d_date DATE", "d_date_id CHAR(16)");
    }

    @Test
    void wrongCommandLinesAreSaid() {
        assertThat(run("--folder", folder.toString(), "--tables", "store_sale")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("no table store_sale; its tables are call_center");
        assertThat(run("--folder", folder.toString(), "--scale", "-1")).isEqualTo(2);
        assertThat(run("--folder", folder.toString(), "--scale", "big")).isEqualTo(2);
        assertThat(run("--scale", "1")).isEqualTo(2);
    }

    private static String describe(Field field) {
        return field.name() + " " + field.type();
    }

    private int run(String... words) {
        return TpcdsCsv.run(
                words,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}

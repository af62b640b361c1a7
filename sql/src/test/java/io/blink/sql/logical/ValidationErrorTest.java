package io.blink.sql.logical;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "SELECT * FROM stor_sales | UNKNOWN_TABLE | Line 1, column 15: there is no table, database or catalog 'stor_sales'; did you mean 'store_sales'?",
                "SELECT * FROM default_db.itm | UNKNOWN_TABLE | Line 1, column 15: there is no table 'itm' in 'main.default_db'; did you mean 'item'?",
                "SELECT i_brnd FROM item | UNKNOWN_COLUMN | Line 1, column 8: there is no column 'i_brnd'; did you mean 'i_brand'?",
                "SELECT x.i_brnd FROM item AS x | UNKNOWN_COLUMN | Line 1, column 10: there is no column 'i_brnd' in 'x'; did you mean 'i_brand'?",
                "SELECT uper(i_brand) FROM item | UNKNOWN_FUNCTION | Line 1, column 8: there is no function 'uper'; did you mean 'UPPER'?",
                "SELECT upper(1, 2) FROM item | INVALID_ARGUMENTS | Line 1, column 8: ",
                "SELECT i_brand FROM item a, item b | AMBIGUOUS_COLUMN | Line 1, column 8: the column 'i_brand' is in several tables",
                "SELECT i_brand, count(*) FROM item GROUP BY i_category | INVALID_QUERY | Line 1, column 8: 'i_brand' is neither grouped nor aggregated; add it to GROUP BY",
                "SELECT rank() OVER (PARTITION BY i_brand) FROM item | INVALID_QUERY | Line 1, column 20: this function ranks rows and needs an ORDER BY",
                "SELECT rank() FROM item | INVALID_QUERY | Line 1, column 8: this function needs an OVER clause",
                "SELECT upper(i_brand) OVER () FROM item | INVALID_QUERY | Line 1, column 8: OVER follows an aggregate or a window function",
                "SELECT i_brand FROM item WHERE rank() OVER (ORDER BY i_brand) = 1 | INVALID_QUERY | Line 1, column 32: WHERE takes no call with OVER",
                "SELECT i_brand FROM item GROUP BY i_brand HAVING rank() OVER (ORDER BY i_brand) = 1 | INVALID_QUERY | Line 1, column 50: HAVING takes no call with OVER; use QUALIFY",
                "SELECT i_brand FROM item QUALIFY i_brand = 'a' | INVALID_QUERY | Line 1, column 8: QUALIFY needs a call with OVER",
                "SELECT lag(i_brand) OVER (ORDER BY i_brand ROWS 1 PRECEDING) FROM item | INVALID_QUERY | Line 1, column 44: this function looks at its whole partition and takes no frame",
                "SELECT count(*) OVER (ORDER BY i_brand, i_item_sk RANGE 1 PRECEDING) FROM item | INVALID_QUERY | Line 1, column 51: a RANGE with an offset is measured on one ORDER BY column",
                "SELECT count(*) OVER (ORDER BY i_brand RANGE 1 PRECEDING) FROM item | INVALID_QUERY | Line 1, column 46: RANGE with an offset needs an ORDER BY column",
                "SELECT count(*) OVER (ORDER BY i_item_sk ROWS -1 PRECEDING) FROM item | INVALID_QUERY | Line 1, column 47: the offset of ROWS must be a whole number that is not negative",
                "SELECT count(*) OVER (ORDER BY i_item_sk ROWS i_item_sk PRECEDING) FROM item | INVALID_QUERY | Line 1, column 8: the offset of a ROWS frame must be a number",
                "SELECT ntile(0) OVER (ORDER BY i_item_sk) FROM item | INVALID_QUERY | Line 1, column 8: NTILE takes a number above 0, not 0",
                "SELECT count(*) OVER w FROM item | INVALID_QUERY | Line 1, column 22: there is no window 'w' in the WINDOW clause",
                "SELECT rank() FILTER (WHERE TRUE) OVER (ORDER BY i_brand) FROM item | INVALID_QUERY | Line 1, column 8: rank takes no FILTER",
                "INSERT INTO snk SELECT 1 | UNKNOWN_TABLE | Line 1, column 13: there is no table 'snk' in 'main.default_db'; did you mean 'sink'?",
                "INSERT INTO sink SELECT 1, 'x' | INVALID_STATEMENT | Line 1, column 18: the query has 2 columns and main.default_db.sink takes 4: a, b, dt, h",
                "INSERT INTO sink (a, bb) SELECT 1, 'x' | UNKNOWN_COLUMN | Line 1, column 13: main.default_db.sink has no column 'bb'",
                "INSERT INTO sink PARTITION (a = '1') SELECT 1 | INVALID_STATEMENT | Line 1, column 29: 'a' is no partition column of main.default_db.sink",
                "INSERT INTO sink PARTITION (h = 1, dt) SELECT 1, 'x', 'y' | INVALID_STATEMENT | Line 1, column 13: the partition column 'h' has a value while one before it has none",
                "INSERT INTO sink SELECT DATE '2024-01-01', 'b', 'c', 1 | INVALID_STATEMENT | Line 1, column 18: the query gives DATE for the column 'a' of type BIGINT",
                "INSERT INTO sink (c) SELECT 1 | INVALID_STATEMENT | Line 1, column 13: the column 'c' of main.default_db.sink is computed",
                "INSERT INTO brands SELECT 'x', 1 | INVALID_STATEMENT | Line 1, column 13: main.default_db.brands is a view",
            })
    void messageSaysWhereAndWhatIsNear(String sql, String code, String message) {
        assertThatThrownBy(() -> plan(sql))
                .isInstanceOf(BlinkException.class)
                .satisfies(error -> org.assertj.core.api.Assertions.assertThat(
                                ((BlinkException) error).code().name())
                        .isEqualTo(code))
                .hasMessageStartingWith(message);
    }

    private static LogicalPlan plan(String sql) {
        return sql.startsWith("INSERT") ? Planning.insert(sql) : Planning.query(sql);
    }
}

package io.blink.sql.validate;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The validator's messages in plain words, with what to do, for the mistakes that people make often; others stay as they are. */
final class ValidationMessages {
    private record Wording(Pattern pattern, String plain) {
        static Wording of(String pattern, String plain) {
            return new Wording(Pattern.compile(pattern, Pattern.DOTALL), plain);
        }
    }

    private static final List<Wording> WORDINGS = List.of(
            Wording.of(
                    "Aggregate expression is illegal in WHERE clause",
                    "WHERE chooses rows before they are grouped and takes no aggregate; use HAVING, or aggregate in a sub-query"),
            Wording.of(
                    "Aggregate expression is illegal in (.*) clause",
                    "$1 takes no aggregate; aggregate in a sub-query in FROM"),
            Wording.of(
                    "Aggregate expressions cannot be nested",
                    "an aggregate stands inside another; compute the inner one in a sub-query in FROM"),
            Wording.of(
                    "Expression '(.*)' is not being grouped",
                    "'$1' is neither grouped nor aggregated; add it to GROUP BY or put it into an aggregate such as MAX"),
            Wording.of("Ordinal out of range", "there is no column of that number in the select list"),
            Wording.of("WHERE clause must be a condition", "WHERE needs a condition, a BOOLEAN; write a comparison"),
            Wording.of("(ON|HAVING) clause must be a condition", "$1 needs a condition, a BOOLEAN; write a comparison"),
            Wording.of("Expected a boolean type", "WHEN needs a condition, a BOOLEAN; write a comparison"),
            Wording.of(
                    "INNER, LEFT, RIGHT, FULL, or ASOF join requires a condition.*",
                    "the join has no condition; add ON or USING, or write CROSS JOIN"),
            Wording.of(
                    "Cannot apply '-' to arguments of type '<(DATE|TIMESTAMP)[^>]*> - <(DATE|TIMESTAMP).*",
                    "one time cannot be subtracted from another; use TIMESTAMPDIFF(DAY, earlier, later) or another unit"),
            Wording.of(
                    "Cannot apply '([+-])' to arguments of type '<(DATE|TIMESTAMP)[^>]*> [+-] <(TINYINT|SMALLINT|INTEGER|BIGINT)>'.*",
                    "a number is no time; write DATE_ADD(date, days), DATE_SUB(date, days) or $1 INTERVAL '1' DAY"),
            Wording.of(
                    "Cannot apply '\\$SCALAR_QUERY'.*",
                    "a sub-query that is used as a value must have one column; select the one that is meant"),
            Wording.of(
                    "Values passed to VALUES operator must have compatible types",
                    "the rows of VALUES differ in the number of their columns, or in types that have nothing in common"),
            Wording.of(
                    "Values passed to (NOT )?IN operator must have compatible types",
                    "the two sides of IN differ in the number of their columns, or in types that have nothing in common"),
            Wording.of("Column count mismatch in ([\\w ]+)", "the queries of $1 differ in the number of their columns"),
            Wording.of(
                    "Type mismatch in column (\\d+) of ([\\w ]+)",
                    "column $1 of the queries of $2 has types that have nothing in common; CAST one of them"),
            Wording.of(
                    "Illegal mixing of types in CASE or COALESCE statement",
                    "the branches of CASE or COALESCE have types that have nothing in common; CAST one of them"),
            Wording.of(
                    "Duplicate relation name '(.*)' in FROM clause",
                    "'$1' stands twice in FROM; give one another alias"),
            Wording.of(
                    "Cast function cannot convert value of type (.*) to type (.*)", "there is no CAST from $1 to $2"),
            Wording.of(
                    "OVER clause is necessary for window functions",
                    "this function needs an OVER clause; of a group take MIN, MAX or ANY_VALUE"),
            Wording.of(
                    "Windowed aggregate expression is illegal in (.*) clause",
                    "$1 takes no call with OVER, which sees the rows that $1 leaves; use QUALIFY, or a sub-query in FROM"),
            Wording.of(
                    "Window expressions are not permitted in the HAVING clause; use the QUALIFY clause instead",
                    "HAVING takes no call with OVER; use QUALIFY"),
            Wording.of(
                    "QUALIFY expression '(.*)' must contain a window function",
                    "QUALIFY needs a call with OVER in its condition; use WHERE or HAVING for others"),
            Wording.of(
                    "RANK or DENSE_RANK functions require ORDER BY clause in window specification",
                    "this function ranks rows and needs an ORDER BY in its OVER clause"),
            Wording.of(
                    "Window specification must contain an ORDER BY clause",
                    "this frame or function needs an ORDER BY in its OVER clause"),
            Wording.of(
                    "ROW/RANGE not allowed with RANK, DENSE_RANK, ROW_NUMBER.*",
                    "this function looks at its whole partition and takes no frame; leave ROWS or RANGE out"),
            Wording.of(
                    "RANGE clause cannot be used with compound ORDER BY clause",
                    "a RANGE with an offset is measured on one ORDER BY column; use ROWS, or order by one column"),
            Wording.of(
                    "Data Type mismatch between ORDER BY and RANGE clause",
                    "the offset of RANGE has another type than the ORDER BY column; numbers take numbers, times take an INTERVAL"),
            Wording.of(
                    "Data type of ORDER BY prohibits use of RANGE clause",
                    "RANGE with an offset needs an ORDER BY column from which an offset can be subtracted, a number or a time; use ROWS"),
            Wording.of(
                    "ROWS value must be a non-negative integral constant",
                    "the offset of ROWS must be a whole number that is not negative"),
            Wording.of("Window '(.*)' not found", "there is no window '$1' in the WINDOW clause"),
            Wording.of(
                    "OVER must be applied to aggregate function",
                    "OVER follows an aggregate or a window function such as RANK"),
            Wording.of("Non-query expression encountered in illegal context", "a query is expected here"));

    private static final Pattern NOT_NULL = Pattern.compile(" NOT NULL\\b");

    private ValidationMessages() {}

    static String plain(String message) {
        for (Wording wording : WORDINGS) {
            Matcher matcher = wording.pattern().matcher(message);
            if (matcher.matches()) {
                String plain = matcher.replaceFirst(wording.plain());
                return NOT_NULL.matcher(plain).replaceAll("").replace("VARCHAR(2147483647)", "STRING");
            }
        }
        return message.replace("VARCHAR(2147483647)", "STRING");
    }
}

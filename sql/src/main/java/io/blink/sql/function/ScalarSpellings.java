package io.blink.sql.function;

import static io.blink.sql.function.FunctionSpellings.spelling;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** Spellings of scalar functions; see {@link FunctionSpellings}. */
final class ScalarSpellings {
    /** By name and number of arguments. */
    static final Map<String, Function<SpelledCall, SqlNode>> ALL = Map.ofEntries(
            // conditionals
            spelling("NVL2", 3, ScalarSpellings::ifNotNull),
            spelling("ISNULL", 1, call -> call.of(SqlStdOperatorTable.IS_NULL, call.get(0))),
            spelling("ISNOTNULL", 1, call -> call.of(SqlStdOperatorTable.IS_NOT_NULL, call.get(0))),
            spelling("IIF", 3, call -> call.of("IF", call.get(0), call.get(1), call.get(2))),
            spelling("NULLIFZERO", 1, call -> call.of(SqlStdOperatorTable.NULLIF, call.get(0), call.number(0))),
            spelling("ZEROIFNULL", 1, call -> call.of(SqlStdOperatorTable.COALESCE, call.get(0), call.number(0))),
            spelling("NANVL", 2, call -> call.when(call.of("ISNAN", call.get(0)), call.get(1), call.get(0))),
            spelling("DECODE", ScalarSpellings::decoded),
            spelling("ELT", ScalarSpellings::chosen),
            spelling("FIELD", ScalarSpellings::placeAmong),
            // numbers
            spelling("SIGNUM", 1, call -> call.of("SIGN", call.get(0))),
            spelling("NEGATIVE", 1, call -> call.of(SqlStdOperatorTable.UNARY_MINUS, call.get(0))),
            spelling("POSITIVE", 1, call -> call.get(0)),
            spelling("CSC", 1, call -> call.inverse(call.of("SIN", call.get(0)))),
            spelling("SEC", 1, call -> call.inverse(call.of("COS", call.get(0)))),
            spelling("GETBIT", 2, ScalarSpellings::bit),
            spelling("BIT_GET", 2, ScalarSpellings::bit),
            spelling("TRY_DIVIDE", 2, ScalarSpellings::quotientOrNull),
            spelling("PMOD", 2, ScalarSpellings::positiveRemainder),
            // strings
            spelling("SPACE", 1, call -> call.of("REPEAT", call.text(" "), call.get(0))),
            spelling("CHAR", 1, call -> call.of("CHR", call.get(0))),
            spelling("REPLACE", 2, call -> call.of("REPLACE", call.get(0), call.get(1), call.text(""))),
            spelling("STRPOS", 2, call -> call.of("INSTR", call.get(0), call.get(1))),
            spelling("CHARINDEX", 2, call -> call.of("LOCATE", call.get(0), call.get(1))),
            spelling("CONTAINS", 2, call -> call.isPositive(call.of("INSTR", call.get(0), call.get(1)))),
            spelling(
                    "BIT_LENGTH",
                    1,
                    call -> call.of(
                            SqlStdOperatorTable.MULTIPLY, call.of("OCTET_LENGTH", call.get(0)), call.number(8))),
            spelling("SHA", 1, call -> call.of("SHA1", call.get(0))),
            spelling("FORMAT", call -> call.of("PRINTF", call.all())),
            spelling("BASE64", 1, call -> call.of("TO_BASE64", call.get(0))),
            spelling("SHA2", 2, ScalarSpellings::digest),
            // dates
            spelling("DATE", 1, call -> call.day(0)),
            spelling("ADD_MONTHS", 2, call -> call.of("TIMESTAMPADD", call.text("MONTH"), call.get(1), call.day(0))),
            spelling("TRUNC", 2, ScalarSpellings::truncatedDay),
            spelling("DATE_PART", 2, ScalarSpellings::part),
            spelling("DAYNAME", 1, call -> call.of("DATE_FORMAT", call.get(0), call.text("EEEE"))),
            spelling("MONTHNAME", 1, call -> call.of("DATE_FORMAT", call.get(0), call.text("MMMM"))),
            spelling(
                    "WEEKDAY",
                    1,
                    call -> call.of(SqlStdOperatorTable.MINUS, call.extract(TimeUnit.ISODOW, call.get(0)), call.one())),
            spelling("UNIX_DATE", 1, call -> call.of("DATEDIFF", call.get(0), call.firstDay())),
            spelling("DATE_FROM_UNIX_DATE", 1, call -> call.of("DATE_ADD", call.firstDay(), call.get(0))),
            spelling("TIMESTAMP_SECONDS", 1, call -> call.of("TO_TIMESTAMP_LTZ", call.get(0), call.number(0))),
            spelling("TIMESTAMP_MILLIS", 1, call -> call.of("TO_TIMESTAMP_LTZ", call.get(0), call.number(3))),
            spelling("UNIX_SECONDS", 1, call -> call.of("UNIX_TIMESTAMP", call.get(0))),
            spelling("UNIX_MILLIS", 1, call -> sinceEpoch(call, TimeUnit.MILLISECOND, 1_000)),
            spelling("UNIX_MICROS", 1, call -> sinceEpoch(call, TimeUnit.MICROSECOND, 1_000_000)),
            spelling("DAY", 1, call -> call.of(SqlStdOperatorTable.DAYOFMONTH, call.get(0))),
            spelling("WEEKOFYEAR", 1, call -> call.of(SqlStdOperatorTable.WEEK, call.get(0))),
            spelling("TO_UNIX_TIMESTAMP", 1, call -> call.of("UNIX_TIMESTAMP", call.get(0))),
            spelling("TO_UNIX_TIMESTAMP", 2, call -> call.of("UNIX_TIMESTAMP", call.get(0), call.get(1))));

    /** Hive's names for what a date is cut down to. */
    private static final Map<String, String> DAY_UNITS = Map.ofEntries(
            Map.entry("YEAR", "YEAR"),
            Map.entry("YYYY", "YEAR"),
            Map.entry("YY", "YEAR"),
            Map.entry("QUARTER", "QUARTER"),
            Map.entry("Q", "QUARTER"),
            Map.entry("MONTH", "MONTH"),
            Map.entry("MON", "MONTH"),
            Map.entry("MM", "MONTH"),
            Map.entry("WEEK", "WEEK"));

    private ScalarSpellings() {}

    private static SqlNode ifNotNull(SpelledCall call) {
        SqlNode known = call.of(SqlStdOperatorTable.IS_NOT_NULL, call.get(0));
        return call.when(known, call.get(1), call.get(2));
    }

    /** {@code MOD(MOD(a, b) + b, b)}. */
    private static SqlNode positiveRemainder(SpelledCall call) {
        SqlNode remainder = call.of(SqlStdOperatorTable.MOD, call.get(0), call.get(1));
        SqlNode raised = call.of(SqlStdOperatorTable.PLUS, remainder, call.get(1));
        return call.of(SqlStdOperatorTable.MOD, raised, call.get(1));
    }

    /** A digest of so many bits, 0 for 256; other lengths stay for the validator to refuse. */
    private static SqlNode digest(SpelledCall call) {
        String bits = call.get(1) instanceof SqlNumericLiteral number ? number.toValue() : "";
        return switch (bits) {
            case "224", "256", "384", "512" -> call.of("SHA" + bits, call.get(0));
            case "0" -> call.of("SHA256", call.get(0));
            default -> call.itself();
        };
    }

    /** {@code DECODE(value, one, its result, …[, otherwise])}, where NULL equals NULL; of bytes and a character set DECODE is ours. */
    private static SqlNode decoded(SpelledCall call) {
        if (call.count() < 3) {
            return call.itself();
        }
        SqlNodeList conditions = new SqlNodeList(call.position());
        SqlNodeList values = new SqlNodeList(call.position());
        for (int i = 1; i + 1 < call.count(); i += 2) {
            conditions.add(call.of(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, call.get(0), call.get(i)));
            values.add(call.get(i + 1));
        }
        return call.cases(conditions, values, call.count() % 2 == 0 ? call.get(call.count() - 1) : call.nothing());
    }

    /** {@code ELT(n, first, second, …)}: the n-th, NULL outside. */
    private static SqlNode chosen(SpelledCall call) {
        if (call.count() < 2) {
            return call.itself();
        }
        SqlNodeList conditions = new SqlNodeList(call.position());
        SqlNodeList values = new SqlNodeList(call.position());
        for (int i = 1; i < call.count(); i++) {
            conditions.add(call.of(SqlStdOperatorTable.EQUALS, call.get(0), call.number(i)));
            values.add(call.get(i));
        }
        return call.cases(conditions, values, call.nothing());
    }

    /** {@code FIELD(value, first, second, …)}: the place of the first that equals the value, 0 if none does. */
    private static SqlNode placeAmong(SpelledCall call) {
        if (call.count() < 2) {
            return call.itself();
        }
        SqlNodeList conditions = new SqlNodeList(call.position());
        SqlNodeList places = new SqlNodeList(call.position());
        for (int i = 1; i < call.count(); i++) {
            conditions.add(call.of(SqlStdOperatorTable.EQUALS, call.get(0), call.get(i)));
            places.add(call.number(i));
        }
        return call.cases(conditions, places, call.number(0));
    }

    /** {@code BITAND(SHIFTRIGHT(value, place), 1)}. */
    private static SqlNode bit(SpelledCall call) {
        return call.of("BITAND", call.of("SHIFTRIGHT", call.get(0), call.get(1)), call.one());
    }

    private static SqlNode quotientOrNull(SpelledCall call) {
        SqlNode divisor = call.of(SqlStdOperatorTable.NULLIF, call.get(1), call.number(0));
        return call.of(SqlStdOperatorTable.DIVIDE, call.get(0), divisor);
    }

    /** {@code DATE_PART('unit', time)}, for the units of EXTRACT. */
    private static SqlNode part(SpelledCall call) {
        if (!(call.get(0) instanceof SqlCharStringLiteral unit)) {
            return call.itself();
        }
        String name = String.valueOf(unit.toValue()).trim().toUpperCase(Locale.ROOT);
        String singular = name.endsWith("S") ? name.substring(0, name.length() - 1) : name;
        return Arrays.stream(TimeUnit.values())
                .filter(known -> known.name().equals(name) || known.name().equals(singular))
                .findFirst()
                .map(known -> call.extract(known, call.get(1)))
                .orElse(call.itself());
    }

    /** Whole seconds since 1970 and what comes on top, so that both round down. */
    private static SqlNode sinceEpoch(SpelledCall call, TimeUnit unit, long perSecond) {
        SqlNode seconds =
                call.of(SqlStdOperatorTable.MULTIPLY, call.of("UNIX_TIMESTAMP", call.get(0)), call.number(perSecond));
        SqlNode rest = call.of(SqlStdOperatorTable.MOD, call.extract(unit, call.get(0)), call.number(perSecond));
        return call.of(SqlStdOperatorTable.PLUS, seconds, rest);
    }

    /** A date cut down; of a number TRUNC is ours. */
    private static SqlNode truncatedDay(SpelledCall call) {
        if (!(call.get(1) instanceof SqlCharStringLiteral unit)) {
            return call.itself();
        }
        String known = DAY_UNITS.get(String.valueOf(unit.toValue()).toUpperCase(Locale.ROOT));
        return known == null
                ? call.itself()
                : call.cast(call.of("DATE_TRUNC", call.text(known), call.day(0)), SqlTypeName.DATE);
    }
}

package io.blink.sql.function;

import static io.blink.sql.function.FunctionSpellings.spelling;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** What Spark, Hive and Blink 1.5 call functions that have another name here, or other arguments; see {@link FunctionSpellings}. */
final class OtherNames {
    /** By name and number of arguments. */
    static final Map<String, Function<SpelledCall, SqlNode>> ALL = Map.ofEntries(
            // choosing
            spelling(
                    "EQUAL_NULL",
                    2,
                    call -> call.of(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, call.get(0), call.get(1))),
            spelling("IFF", 3, call -> call.renamed("IF")),
            spelling("TRY_MOD", 2, OtherNames::remainderOrNull),
            // text
            spelling("LEN", 1, call -> call.renamed("CHAR_LENGTH")),
            spelling("TO_CHAR", 2, call -> call.renamed("DATE_FORMAT")),
            spelling("TO_VARCHAR", 2, call -> call.renamed("DATE_FORMAT")),
            spelling("MASK", 1, OtherNames::masked),
            spelling("TRY_URL_DECODE", 1, call -> call.renamed("URL_DECODE")),
            spelling("TRY_PARSE_URL", 2, call -> call.renamed("PARSE_URL")),
            spelling("TRY_PARSE_URL", 3, call -> call.renamed("PARSE_URL")),
            // times
            spelling("CURDATE", 0, call -> call.of("CURRENT_DATE")),
            spelling("CURRENT_ROW_TIMESTAMP", 0, call -> call.of("NOW")),
            spelling("DATEADD", 2, call -> call.renamed("DATE_ADD")),
            spelling("DATEADD", 3, OtherNames::timeLater),
            spelling("DATE_ADD", 3, OtherNames::timeLater),
            spelling("DATE_DIFF", 2, call -> call.renamed("DATEDIFF")),
            spelling("DATE_DIFF", 3, OtherNames::timeBetween),
            spelling("DATEDIFF", 3, OtherNames::timeBetween),
            spelling("TRY_TO_DATE", 1, call -> call.renamed("TO_DATE")),
            spelling("TRY_TO_DATE", 2, call -> call.renamed("TO_DATE")),
            spelling("TRY_TO_TIMESTAMP", 1, call -> call.renamed("TO_TIMESTAMP")),
            spelling("TRY_TO_TIMESTAMP", 2, call -> call.renamed("TO_TIMESTAMP")),
            spelling("TO_TIMESTAMP_NTZ", 1, call -> call.renamed("TO_TIMESTAMP")),
            spelling("TO_TIMESTAMP_NTZ", 2, call -> call.renamed("TO_TIMESTAMP")),
            spelling("MAKE_TIMESTAMP_NTZ", 6, call -> call.renamed("MAKE_TIMESTAMP")),
            spelling("CONVERT_TIMEZONE", 3, OtherNames::onAnotherClock),
            spelling("TO_TIMESTAMP_TZ", 2, OtherNames::instantInZone),
            spelling("TO_TIMESTAMP_TZ", 3, call -> call.renamed("TO_TIMESTAMP_LTZ")),
            // arrays and maps
            spelling("SLICE", 3, OtherNames::slice),
            spelling(
                    "GET",
                    2,
                    call -> call.of(
                            "ELEMENT_AT", call.get(0), call.of(SqlStdOperatorTable.PLUS, call.get(1), call.one()))),
            spelling("STRUCT", OtherNames::namedFields),
            spelling("TRY_ELEMENT_AT", 2, call -> call.renamed("ELEMENT_AT")),
            spelling("ARRAY_COMPACT", 1, call -> call.of("ARRAY_REMOVE", call.get(0), call.nothing())),
            spelling(
                    "MAP_CONTAINS_KEY",
                    2,
                    call -> call.of("ARRAY_CONTAINS", call.of("MAP_KEYS", call.get(0)), call.get(1))));

    private OtherNames() {}

    /** {@code STRUCT(1 AS a, 2)}: a field without a name is col and its place. */
    private static SqlNode namedFields(SpelledCall call) {
        List<SqlNode> fields = call.itself().getOperandList();
        if (fields.stream().noneMatch(field -> field.getKind() == SqlKind.AS)) {
            return call.itself();
        }
        List<SqlNode> named = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            boolean as = fields.get(i).getKind() == SqlKind.AS;
            SqlNode field = as ? ((SqlCall) fields.get(i)).operand(0) : fields.get(i);
            String name = as ? ((SqlIdentifier) ((SqlCall) fields.get(i)).operand(1)).getSimple() : "col" + (i + 1);
            named.add(call.text(name));
            named.add(field);
        }
        return call.of("NAMED_STRUCT", named.toArray(SqlNode[]::new));
    }

    private static SqlNode remainderOrNull(SpelledCall call) {
        SqlNode divisor = call.of(SqlStdOperatorTable.NULLIF, call.get(1), call.number(0));
        return call.of(SqlStdOperatorTable.MOD, call.get(0), divisor);
    }

    /** {@code DATEADD(unit, n, time)}. */
    private static SqlNode timeLater(SpelledCall call) {
        return unit(call)
                .map(unit -> call.of("TIMESTAMPADD", unit, call.get(1), call.get(2)))
                .orElse(call.itself());
    }

    /** {@code DATEDIFF(unit, from, to)}, whole units. */
    private static SqlNode timeBetween(SpelledCall call) {
        return unit(call)
                .map(unit -> call.of("TIMESTAMPDIFF", unit, call.get(1), call.get(2)))
                .orElse(call.itself());
    }

    /** The first argument, a word or a text; anything else stays, for the validator to refuse. */
    private static Optional<SqlNode> unit(SpelledCall call) {
        String name = call.get(0) instanceof SqlIdentifier word && word.isSimple()
                ? word.getSimple()
                : call.get(0) instanceof SqlCharStringLiteral text ? text.toValue() : null;
        return Optional.ofNullable(name).map(known -> call.text(known.toUpperCase(Locale.ROOT)));
    }

    /** Upper case letters as X, lower case as x, digits as n. */
    private static SqlNode masked(SpelledCall call) {
        SqlNode lower = call.of("REGEXP_REPLACE", call.get(0), call.text("\\p{Ll}"), call.text("x"));
        SqlNode upper = call.of("REGEXP_REPLACE", lower, call.text("\\p{Lu}"), call.text("X"));
        return call.of("REGEXP_REPLACE", upper, call.text("\\p{Nd}"), call.text("n"));
    }

    /** {@code CONVERT_TIMEZONE(from, to, clock)}. */
    private static SqlNode onAnotherClock(SpelledCall call) {
        SqlNode instant = call.of("TO_UTC_TIMESTAMP", call.get(2), call.get(0));
        return call.of("FROM_UTC_TIMESTAMP", instant, call.get(1));
    }

    private static SqlNode instantInZone(SpelledCall call) {
        return call.of("TO_TIMESTAMP_LTZ", call.get(0), call.text("yyyy-MM-dd HH:mm:ss"), call.get(1));
    }

    /** {@code SLICE(array, start, length)}: counted from the end, it does not go on at the beginning. */
    private static SqlNode slice(SpelledCall call) {
        SqlNode behind = call.of(SqlStdOperatorTable.PLUS, call.get(1), call.get(2));
        SqlNode last = call.of(SqlStdOperatorTable.MINUS, behind, call.one());
        SqlNode fromEnd = call.of(SqlStdOperatorTable.LESS_THAN, call.get(1), call.number(0));
        SqlNode beyond = call.of(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, last, call.number(0));
        SqlNode whole = call.of("ARRAY_SLICE", call.get(0), call.get(1));
        SqlNode part = call.of("ARRAY_SLICE", call.get(0), call.get(1), last);
        return call.when(call.of(SqlStdOperatorTable.AND, fromEnd, beyond), whole, part);
    }
}

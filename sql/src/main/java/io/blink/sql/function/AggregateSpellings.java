package io.blink.sql.function;

import static io.blink.sql.function.FunctionSpellings.spelling;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelectKeyword;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Spellings of aggregates; see {@link FunctionSpellings}. */
final class AggregateSpellings {
    /** By name and number of arguments. */
    static final Map<String, Function<SpelledCall, SqlNode>> ALL = Map.ofEntries(
            spelling("COUNT_IF", 1, call -> call.of(SqlStdOperatorTable.COUNT, call.when(call.get(0), call.one()))),
            spelling("REGR_COUNT", 2, call -> call.of(SqlStdOperatorTable.COUNT, call.get(0), call.get(1))),
            spelling("SUM0", 1, AggregateSpellings::sumFromZero),
            spelling("ARBITRARY", 1, call -> call.of(SqlStdOperatorTable.ANY_VALUE, call.get(0))),
            spelling("COUNTIF", 1, call -> call.of(SqlStdOperatorTable.COUNT, call.when(call.get(0), call.one()))),
            spelling("MEAN", 1, call -> call.renamed("AVG")),
            spelling("STD", 1, call -> call.renamed("STDDEV")),
            spelling("FIRST", 1, call -> call.of(SqlStdOperatorTable.ANY_VALUE, call.get(0))),
            spelling("FIRST", 2, call -> withoutNulls(call, call.of(SqlStdOperatorTable.ANY_VALUE, call.get(0)))),
            spelling("LAST", 2, call -> withoutNulls(call, call.aggregate(AggregateOperators.LAST_SEEN, call.get(0)))),
            spelling("LAST", 1, call -> call.aggregate(AggregateOperators.LAST_SEEN, call.get(0))),
            spelling("APPROX_COUNT_DISTINCT", 2, call -> call.aggregate("APPROX_COUNT_DISTINCT", call.get(0))),
            spelling("COLLECT", 1, AggregateSpellings::counted),
            spelling("COLLECT_SET", 1, AggregateSpellings::set),
            spelling("MEDIAN", 1, call -> percentile(call, AggregateOperators.PERCENTILE_CONT, call.decimal("0.5"))),
            spelling("PERCENTILE", 2, call -> percentiles(call, AggregateOperators.PERCENTILE_CONT)),
            spelling("APPROX_PERCENTILE", 2, AggregateSpellings::estimates),
            spelling("APPROX_PERCENTILE", 3, AggregateSpellings::estimates),
            spelling("PERCENTILE_APPROX", 2, AggregateSpellings::estimates),
            spelling("PERCENTILE_APPROX", 3, AggregateSpellings::estimates),
            spelling("PERCENTILE_CONT", 2, call -> percentile(call, AggregateOperators.PERCENTILE_CONT, call.get(1))),
            spelling("PERCENTILE_DISC", 2, AggregateSpellings::discrete),
            spelling("ARRAY_AGG", 1, call -> call.aggregate("ARRAY_AGG", call.get(0))),
            spelling("ARRAY_AGG", 2, call -> ordered(call, call.aggregate("ARRAY_AGG", call.get(0)))),
            spelling("LISTAGG", 1, call -> listed(call, call.text(","), null)),
            spelling("LISTAGG", 2, call -> listed(call, call.get(1), null)),
            spelling("STRING_AGG", 2, call -> listed(call, call.get(1), null)),
            spelling("STRING_AGG", 3, call -> listed(call, call.get(1), call.get(2))),
            spelling("GROUP_CONCAT", AggregateSpellings::groupConcat));

    private AggregateSpellings() {}

    /** As in Flink, NULLs do not count. */
    static SqlNode arrived(SpelledCall call) {
        return switch (call.itself().getOperator().getName().toUpperCase(Locale.ROOT)) {
            case "FIRST_VALUE" -> call.of(SqlStdOperatorTable.ANY_VALUE, call.get(0));
            case "LAST_VALUE" -> call.aggregate(AggregateOperators.LAST_SEEN, call.get(0));
            default -> null;
        };
    }

    /** Spark's {@code FIRST(x, TRUE)}; with anything but TRUE it stays, for the validator to refuse. */
    private static SqlNode withoutNulls(SpelledCall call, SqlNode meaning) {
        return call.get(1) instanceof SqlLiteral literal && Boolean.TRUE.equals(literal.getValue())
                ? meaning
                : call.itself();
    }

    private static SqlNode sumFromZero(SpelledCall call) {
        SqlNode sum =
                SqlStdOperatorTable.SUM.createCall(call.itself().getFunctionQuantifier(), call.position(), call.get(0));
        return call.of(SqlStdOperatorTable.COALESCE, sum, call.number(0));
    }

    private static SqlNode set(SpelledCall call) {
        return AggregateOperators.named("COLLECT_LIST")
                .createCall(SqlSelectKeyword.DISTINCT.symbol(call.position()), call.position(), call.get(0));
    }

    /** Flink's MULTISET is a map here: from the values to how often they are there. */
    private static SqlNode counted(SpelledCall call) {
        return call.of("ARRAY_COUNTS", call.aggregate("COLLECT_LIST", call.get(0)));
    }

    private static SqlNode percentile(SpelledCall call, String name, SqlNode share) {
        return call.aggregate(name, call.get(0), share, SqlLiteral.createBoolean(false, call.position()));
    }

    private static SqlNode percentiles(SpelledCall call, String name) {
        return forEachShare(call, share -> percentile(call, name, share));
    }

    private static SqlNode estimates(SpelledCall call) {
        return forEachShare(call, share -> call.aggregate(AggregateOperators.APPROX_PERCENTILE, call.get(0), share));
    }

    /** An array for shares that are written as an array. */
    private static SqlNode forEachShare(SpelledCall call, Function<SqlNode, SqlNode> percentile) {
        if (call.get(1).getKind() != SqlKind.ARRAY_VALUE_CONSTRUCTOR) {
            return percentile.apply(call.get(1));
        }
        List<SqlNode> shares = ((SqlCall) call.get(1)).getOperandList();
        return call.of(
                SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR,
                shares.stream().map(percentile).toArray(SqlNode[]::new));
    }

    private static SqlNode discrete(SpelledCall call) {
        return percentiles(call, AggregateOperators.PERCENTILE_DISC);
    }

    /** {@code GROUP_CONCAT(text ORDER BY key SEPARATOR ';')}, both of which may be missing. */
    private static SqlNode groupConcat(SpelledCall call) {
        SqlNode separator = call.text(",");
        SqlNode order = null;
        for (int i = 1; i < call.count(); i++) {
            if (call.get(i).getKind() == SqlKind.SEPARATOR) {
                separator = ((SqlCall) call.get(i)).operand(0);
            } else if (call.get(i) instanceof SqlNodeList) {
                order = call.get(i);
            } else {
                return call.itself();
            }
        }
        return listed(call, separator, order);
    }

    private static SqlNode ordered(SpelledCall call, SqlNode aggregate) {
        return call.get(1) instanceof SqlNodeList ? inOrder(call, aggregate, (SqlNodeList) call.get(1)) : call.itself();
    }

    /** {@code f(…) WITHIN GROUP (ORDER BY …)}, f being replaced already where it is a spelling. */
    static SqlNode withinGroup(SpelledCall call) {
        if (!(call.get(0) instanceof SqlCall aggregate) || !(call.get(1) instanceof SqlNodeList order)) {
            return null;
        }
        String name = aggregate.getOperator().getName().toUpperCase(Locale.ROOT);
        if (concatenation(aggregate) != null) {
            return replaced(aggregate, inOrder(call, concatenation(aggregate), order));
        }
        return switch (name) {
            case "PERCENTILE_CONT", "PERCENTILE_DISC" -> percentileOf(call, "$" + name, aggregate, order);
            case "MODE" ->
                aggregate.operandCount() == 0 && order.size() == 1
                        ? call.aggregate("MODE", column(order.get(0)))
                        : null;
            case "FIRST_VALUE", "LAST_VALUE" -> inOrder(call, call.aggregate("$" + name, aggregate.operand(0)), order);
            default -> inOrder(call, aggregate, order);
        };
    }

    /** NULLs are lowest, which Calcite must be told. */
    private static SqlNode inOrder(SpelledCall call, SqlNode aggregate, SqlNodeList order) {
        SqlNodeList told = new SqlNodeList(order.getParserPosition());
        for (SqlNode item : order) {
            told.add(
                    switch (item.getKind()) {
                        case NULLS_FIRST, NULLS_LAST -> item;
                        case DESCENDING -> call.of(SqlStdOperatorTable.NULLS_LAST, item);
                        default -> call.of(SqlStdOperatorTable.NULLS_FIRST, item);
                    });
        }
        return call.of(SqlStdOperatorTable.WITHIN_GROUP, aggregate, told);
    }

    private static SqlNode percentileOf(SpelledCall call, String name, SqlCall aggregate, SqlNodeList order) {
        if (aggregate.operandCount() != 1 || order.size() != 1) {
            return null;
        }
        SqlNode key = order.get(0);
        while (key.getKind() == SqlKind.NULLS_FIRST || key.getKind() == SqlKind.NULLS_LAST) {
            key = ((SqlCall) key).operand(0);
        }
        boolean descending = key.getKind() == SqlKind.DESCENDING;
        SqlLiteral flag = SqlLiteral.createBoolean(descending, call.position());
        return call.aggregate(name, column(key), aggregate.operand(0), flag);
    }

    /** What an ORDER BY item orders by; NULLs do not count. */
    private static SqlNode column(SqlNode item) {
        return switch (item.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> column(((SqlCall) item).operand(0));
            default -> item;
        };
    }

    /** {@code ARRAY_AGG(x) IGNORE NULLS}, and of a first or last value, which does so anyway; {@code null} for other aggregates. */
    static SqlNode ignoringNulls(SpelledCall call) {
        SqlCall aggregate = call.get(0) instanceof SqlCall inner ? inner : null;
        SqlCall array =
                aggregate != null && aggregate.getKind() == SqlKind.WITHIN_GROUP ? aggregate.operand(0) : aggregate;
        boolean arrived = array != null
                && (array.getOperator() == SqlStdOperatorTable.ANY_VALUE
                        || array.getOperator() == AggregateOperators.named(AggregateOperators.LAST_SEEN));
        if (arrived) {
            return array;
        }
        if (array == null || array.getOperator() != AggregateOperators.named("ARRAY_AGG")) {
            return null;
        }
        SqlNode known = call.of(SqlStdOperatorTable.IS_NOT_NULL, array.operand(0));
        return call.of(SqlStdOperatorTable.FILTER, aggregate, known);
    }

    /** {@code ARRAY_AGG(x) RESPECT NULLS}, as it does anyway. */
    static SqlNode respectingNulls(SpelledCall call) {
        boolean array = call.get(0) instanceof SqlCall inner
                && (inner.getOperator() == AggregateOperators.named("ARRAY_AGG")
                        || inner.getKind() == SqlKind.WITHIN_GROUP);
        return array ? call.get(0) : null;
    }

    /** {@code LISTAGG(…) FILTER (WHERE …)}, LISTAGG being replaced already: the condition belongs to the aggregate within. */
    static SqlNode filtered(SpelledCall call) {
        SqlCall aggregate = call.get(0) instanceof SqlCall inner ? concatenation(inner) : null;
        return aggregate == null
                ? null
                : replaced((SqlCall) call.get(0), call.of(SqlStdOperatorTable.FILTER, aggregate, call.get(1)));
    }

    /** The aggregate within what LISTAGG has been replaced by; {@code null} for other calls. */
    private static SqlCall concatenation(SqlCall text) {
        if (!(text instanceof SqlBasicCall)
                || text.operandCount() == 0
                || !(text.operand(0) instanceof SqlCall aggregate)) {
            return null;
        }
        boolean ordered = aggregate.getKind() == SqlKind.WITHIN_GROUP;
        SqlNode all = ordered ? aggregate.operand(0) : aggregate;
        boolean known = all instanceof SqlCall inner
                && (inner.getOperator() == AggregateOperators.CONCATENATE
                        || text.getOperator() == ScalarOperators.named("ARRAY_COUNTS")
                                && inner.getOperator() == AggregateOperators.named("COLLECT_LIST"));
        return known ? aggregate : null;
    }

    private static SqlNode replaced(SqlCall text, SqlNode aggregate) {
        text.setOperand(0, aggregate);
        return text;
    }

    /** The texts, each with the separator in front, behind one another; without the first separator. */
    private static SqlNode listed(SpelledCall call, SqlNode separator, SqlNode order) {
        if (separator instanceof SqlNodeList list) {
            return listed(call, call.text(","), list);
        }
        SqlNode separated = call.of("CONCAT", separator, call.of(SqlStdOperatorTable.CAST, call.get(0), call.string()));
        SqlNode all = AggregateOperators.CONCATENATE.createCall(
                call.itself().getFunctionQuantifier(), call.position(), separated);
        SqlNode inOrder = order == null ? all : inOrder(call, all, (SqlNodeList) order);
        SqlNode start = call.of(SqlStdOperatorTable.PLUS, call.of("CHAR_LENGTH", separator), call.one());
        return call.of("SUBSTR", inOrder, start);
    }
}

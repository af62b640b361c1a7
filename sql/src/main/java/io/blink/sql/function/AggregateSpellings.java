package io.blink.sql.function;

import static io.blink.sql.function.FunctionSpellings.spelling;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.Map;
import java.util.function.Function;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Spellings of aggregates; see {@link FunctionSpellings}. */
final class AggregateSpellings {
    /** By name and number of arguments. */
    static final Map<String, Function<SpelledCall, SqlNode>> ALL = Map.ofEntries(
            spelling("COUNT_IF", 1, call -> call.of(SqlStdOperatorTable.COUNT, call.when(call.get(0), call.one()))),
            spelling("LISTAGG", 1, call -> listed(call, call.text(","))),
            spelling("LISTAGG", 2, call -> listed(call, call.get(1))),
            spelling("STRING_AGG", 2, call -> listed(call, call.get(1))),
            spelling("GROUP_CONCAT", 1, call -> listed(call, call.text(","))),
            spelling("GROUP_CONCAT", 2, AggregateSpellings::groupConcat));

    private AggregateSpellings() {}

    /** {@code GROUP_CONCAT(text SEPARATOR ';')}. */
    private static SqlNode groupConcat(SpelledCall call) {
        return call.get(1).getKind() == SqlKind.SEPARATOR
                ? listed(call, ((SqlCall) call.get(1)).operand(0))
                : call.itself();
    }

    /** {@code LISTAGG(…) FILTER (WHERE …)}, LISTAGG being replaced already: the condition belongs to the aggregate within. */
    static SqlNode filtered(SpelledCall call) {
        if (!(call.get(0) instanceof SqlBasicCall text)
                || text.operandCount() == 0
                || !(text.operand(0) instanceof SqlCall all)
                || all.getOperator() != AggregateOperators.CONCATENATE) {
            return null;
        }
        text.setOperand(0, call.of(SqlStdOperatorTable.FILTER, all, call.get(1)));
        return text;
    }

    /** The texts, each with the separator in front, behind one another; without the first separator. */
    private static SqlNode listed(SpelledCall call, SqlNode separator) {
        if (separator instanceof SqlNodeList order) {
            throw SqlErrors.at(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    ParserPositions.of(order.getParserPosition()),
                    "ORDER BY within an aggregate is not supported; the texts come in any order");
        }
        SqlNode separated = call.of("CONCAT", separator, call.of(SqlStdOperatorTable.CAST, call.get(0), call.string()));
        SqlNode all = AggregateOperators.CONCATENATE.createCall(
                call.itself().getFunctionQuantifier(), call.position(), separated);
        SqlNode start = call.of(SqlStdOperatorTable.PLUS, call.of("CHAR_LENGTH", separator), call.one());
        return call.of("SUBSTR", all, start);
    }
}

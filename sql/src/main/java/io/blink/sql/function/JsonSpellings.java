package io.blink.sql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlJsonEmptyOrError;
import org.apache.calcite.sql.SqlJsonValueEmptyOrErrorBehavior;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * SQL/JSON's clauses as arguments of our functions, before validation.
 *
 * <pre>
 *   JSON_VALUE(j, p RETURNING INT DEFAULT 1 ON EMPTY)  =>  TRY_CAST(JSON_VALUE(j, p, 'DEFAULT', CAST(1 AS STRING), 'NULL', NULL) AS INT)
 *   JSON_OBJECT(KEY 'a' VALUE x)                       =>  JSON_OBJECT('Nv', 'a', x)
 *   j IS JSON OBJECT                                   =>  IS_JSON(j, 'OBJECT')
 *   JSON_ARRAYAGG(x)                                   =>  '[' || COALESCE(LISTAGG(JSON_STRING(x)), '') || ']'
 * </pre>
 */
public final class JsonSpellings {
    private static final int QUERY_RETURNING = 5;

    private final SqlCall call;
    private final SqlParserPos position;

    private JsonSpellings(SqlCall call) {
        this.call = call;
        this.position = call.getParserPosition();
    }

    public static Optional<SqlNode> meaning(SqlCall call) {
        SqlOperator operator = call.getOperator();
        JsonSpellings json = new JsonSpellings(call);
        if (operator == SqlStdOperatorTable.JSON_VALUE) {
            return Optional.of(json.value());
        }
        if (operator == SqlStdOperatorTable.JSON_QUERY) {
            return Optional.of(json.query());
        }
        if (operator == SqlStdOperatorTable.JSON_EXISTS) {
            String onError = call.operandCount() > 2 ? symbol(call.operand(2)) : "FALSE";
            return Optional.of(json.of("JSON_EXISTS", json.operand(0), json.operand(1), json.text(onError)));
        }
        if (operator == SqlStdOperatorTable.JSON_OBJECT || operator == SqlStdOperatorTable.JSON_ARRAY) {
            return Optional.of(json.constructor(operator == SqlStdOperatorTable.JSON_OBJECT));
        }
        if (operator instanceof SqlJsonArrayAggAggFunction array) {
            return Optional.of(json.arrayAggregate(keepsNulls(array.getNullClause())));
        }
        if (operator instanceof SqlJsonObjectAggAggFunction object) {
            return Optional.of(json.objectAggregate(keepsNulls(object.getNullClause())));
        }
        return json.test(operator.getName());
    }

    private SqlNode operand(int index) {
        return call.operand(index);
    }

    private static String symbol(SqlNode node) {
        return name(((SqlLiteral) node).getValue());
    }

    private static String name(Object symbol) {
        return ((Enum<?>) symbol).name();
    }

    private SqlNode of(String function, SqlNode... operands) {
        return ScalarOperators.named(function).createCall(position, operands);
    }

    private SqlNode text(String text) {
        return SqlLiteral.createCharString(text, position);
    }

    private SqlNode asText(SqlNode value) {
        SqlDataTypeSpec string = new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position), position);
        return SqlStdOperatorTable.CAST.createCall(position, value, string);
    }

    private SqlNode nothing() {
        return asText(SqlLiteral.createNull(position));
    }

    /** The clauses of JSON_VALUE behind text and path: RETURNING type; behaviour [default] EMPTY or ERROR. */
    private static final class ValueClauses {
        private SqlNode type;
        private final String[] modes = {"NULL", "NULL"};
        private final SqlNode[] defaults = new SqlNode[2];

        private ValueClauses(List<SqlNode> operands) {
            for (int i = 2; i < operands.size(); i++) {
                Object symbol = ((SqlLiteral) operands.get(i)).getValue();
                if (symbol == SqlJsonValueReturning.RETURNING) {
                    type = operands.get(++i);
                    continue;
                }
                SqlNode value = symbol == SqlJsonValueEmptyOrErrorBehavior.DEFAULT ? operands.get(++i) : null;
                int place = ((SqlLiteral) operands.get(++i)).getValue() == SqlJsonEmptyOrError.EMPTY ? 0 : 1;
                modes[place] = name(symbol);
                defaults[place] = value;
            }
        }
    }

    private SqlNode value() {
        ValueClauses clauses = new ValueClauses(call.getOperandList());
        SqlNode found = of(
                "JSON_VALUE",
                operand(0),
                operand(1),
                text(clauses.modes[0]),
                clauses.defaults[0] == null ? nothing() : asText(clauses.defaults[0]),
                text(clauses.modes[1]),
                clauses.defaults[1] == null ? nothing() : asText(clauses.defaults[1]));
        return clauses.type == null ? found : returned(found, clauses);
    }

    /** A value that is not of the type is an error too. */
    private SqlNode returned(SqlNode found, ValueClauses clauses) {
        if (clauses.modes[1].equals("ERROR")) {
            return SqlStdOperatorTable.CAST.createCall(position, found, clauses.type);
        }
        SqlNode tried = SqlLibraryOperators.TRY_CAST.createCall(position, found, clauses.type);
        if (clauses.defaults[1] == null) {
            return tried;
        }
        SqlNode bad = SqlStdOperatorTable.AND.createCall(
                position,
                SqlStdOperatorTable.IS_NOT_NULL.createCall(position, found),
                SqlStdOperatorTable.IS_NULL.createCall(position, tried));
        SqlNode instead = SqlStdOperatorTable.CAST.createCall(position, clauses.defaults[1], clauses.type);
        return new SqlCase(position, null, SqlNodeList.of(bad), SqlNodeList.of(instead), tried);
    }

    private SqlNode query() {
        List<SqlNode> operands = call.getOperandList();
        SqlNode found = of(
                "JSON_QUERY",
                operand(0),
                operand(1),
                text(operands.get(2) == null ? "WITHOUT_ARRAY" : symbol(operands.get(2))),
                text(operands.get(3) == null ? "NULL" : symbol(operands.get(3))),
                text(operands.get(4) == null ? "NULL" : symbol(operands.get(4))));
        SqlNode type = operands.size() > QUERY_RETURNING ? operands.get(QUERY_RETURNING) : null;
        return type == null ? found : SqlStdOperatorTable.CAST.createCall(position, found, type);
    }

    private SqlNode constructor(boolean object) {
        List<SqlNode> operands = call.getOperandList();
        boolean keeps = operands.get(0) == null
                ? object
                : ((SqlLiteral) operands.get(0)).getValue() == SqlJsonConstructorNullClause.NULL_ON_NULL;
        StringBuilder format = new StringBuilder(keeps ? "N" : "A");
        List<SqlNode> arguments = new ArrayList<>();
        arguments.add(null);
        for (int i = 1; i < operands.size(); i++) {
            boolean key = object && i % 2 == 1;
            arguments.add(key ? asText(operands.get(i)) : written(operands.get(i)));
            if (!key) {
                format.append(isJson(operands.get(i)) ? 'j' : 'v');
            }
        }
        arguments.set(0, text(format.toString()));
        return of(object ? "JSON_OBJECT" : "JSON_ARRAY", arguments.toArray(SqlNode[]::new));
    }

    /** {@code JSON(text)}: the text, which goes in as it is. */
    private static boolean isMarked(SqlNode node) {
        return node instanceof SqlCall inner
                && inner.getOperator() instanceof SqlUnresolvedFunction function
                && function.getName().equalsIgnoreCase("JSON")
                && inner.operandCount() == 1;
    }

    private static SqlNode written(SqlNode node) {
        return isMarked(node) ? ((SqlCall) node).operand(0) : node;
    }

    /** What our functions, in place of the written ones already, make is JSON and goes in as it is. */
    private static boolean isJson(SqlNode node) {
        return isMarked(node)
                || node instanceof SqlCall inner
                        && inner.getOperator() instanceof BlinkFunction function
                        && switch (function.function()) {
                            case JSON_OBJECT, JSON_ARRAY, JSON_QUERY, JSON_STRING -> true;
                            default -> false;
                        };
    }

    private static boolean keepsNulls(SqlJsonConstructorNullClause clause) {
        return clause == SqlJsonConstructorNullClause.NULL_ON_NULL;
    }

    private SqlNode arrayAggregate(boolean keepsNulls) {
        return enclosed("[", value(operand(0), keepsNulls), "]");
    }

    /** A value as JSON; the aggregates leave out what is NULL. */
    private SqlNode value(SqlNode operand, boolean keepsNulls) {
        SqlNode json = isJson(operand) ? written(operand) : of("JSON_STRING", operand);
        return keepsNulls ? SqlStdOperatorTable.COALESCE.createCall(position, json, text("null")) : json;
    }

    private SqlNode objectAggregate(boolean keepsNulls) {
        SqlNode value = value(operand(1), keepsNulls);
        SqlNode entry = of("CONCAT", of("JSON_QUOTE", asText(operand(0))), text(":"), value);
        return enclosed("{", entry, "}");
    }

    private SqlNode enclosed(String open, SqlNode part, String close) {
        SqlNode all = AggregateOperators.CONCATENATE.createCall(position, of("CONCAT", text(","), part));
        SqlNode list = of("SUBSTR", all, SqlLiteral.createExactNumeric("2", position));
        SqlNode inside = SqlStdOperatorTable.COALESCE.createCall(position, list, text(""));
        return of("CONCAT", text(open), inside, text(close));
    }

    private Optional<SqlNode> test(String operator) {
        if (!operator.startsWith("IS JSON") && !operator.startsWith("IS NOT JSON")) {
            return Optional.empty();
        }
        SqlNode test = of("IS_JSON", operand(0), text(operator.substring(operator.lastIndexOf(' ') + 1)));
        return Optional.of(operator.startsWith("IS NOT") ? SqlStdOperatorTable.NOT.createCall(position, test) : test);
    }
}

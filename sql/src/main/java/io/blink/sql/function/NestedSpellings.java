package io.blink.sql.function;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlUnnestOperator;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Hive's and Spark's constructors and table functions in terms of ours, before validation.
 *
 * <pre>
 *   array(a, b), map(k, v)                =>  ARRAY[a, b], MAP[k, v]
 *   UNNEST(a, b)                          =>  UNNEST(ARRAYS_ZIP(a, b))
 *   TABLE(EXPLODE(a)), TABLE(INLINE(a))   =>  UNNEST(a)
 *   TABLE(POSEXPLODE(a))                  =>  UNNEST(ARRAYS_ZIP(ARRAY_INDEXES(a), a))
 *   TABLE(JSON_TUPLE(j, 'a', 'b'))        =>  UNNEST(ARRAY[ROW(GET_JSON_OBJECT(j, '$.a'), …)])
 *   TABLE(a function of a user)           =>  UNNEST(function)
 * </pre>
 */
public final class NestedSpellings {
    private static final Set<String> OF_TABLES = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private NestedSpellings() {}

    public static Optional<SqlNode> meaning(SqlCall call) {
        SqlOperator operator = call.getOperator();
        if (operator instanceof SqlUnnestOperator && call.operandCount() > 1) {
            SqlNode zip = of("ARRAYS_ZIP", call.getParserPosition(), call.getOperandList());
            return Optional.of(operator.createCall(call.getParserPosition(), zip));
        }
        if (operator == SqlStdOperatorTable.LATERAL && isUnnest(call.operand(0))) {
            return Optional.of(call.operand(0));
        }
        if (operator == SqlStdOperatorTable.COLLECTION_TABLE && call.operand(0) instanceof SqlCall function) {
            return elements(function)
                    .map(array -> SqlStdOperatorTable.UNNEST.createCall(function.getParserPosition(), array));
        }
        return operator instanceof SqlFunction && call.operandCount() > 0 ? constructor(call) : Optional.empty();
    }

    private static boolean isUnnest(SqlNode node) {
        return node instanceof SqlCall call && call.getOperator() instanceof SqlUnnestOperator;
    }

    private static Optional<SqlNode> constructor(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        return switch (name(call)) {
            case "ARRAY" ->
                Optional.of(SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(position, call.getOperandList()));
            case "MAP" ->
                Optional.of(SqlStdOperatorTable.MAP_VALUE_CONSTRUCTOR.createCall(position, call.getOperandList()));
            default -> Optional.empty();
        };
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }

    /** The collection whose elements the table function gives; empty for functions of tables. */
    private static Optional<SqlNode> elements(SqlCall function) {
        SqlParserPos position = function.getParserPosition();
        List<SqlNode> arguments = function.getOperandList();
        return switch (name(function)) {
            case "EXPLODE", "INLINE" -> arguments.size() == 1 ? Optional.of(arguments.get(0)) : Optional.empty();
            case "POSEXPLODE" ->
                arguments.size() == 1
                        ? Optional.of(of(
                                "ARRAYS_ZIP",
                                position,
                                List.of(of("ARRAY_INDEXES", position, arguments), arguments.get(0))))
                        : Optional.empty();
            case "STACK" -> stack(arguments, position);
            case "JSON_TUPLE" -> jsonTuple(arguments, position);
            case "STRING_SPLIT" -> Optional.of(of("SPLIT", position, arguments));
            case "GENERATE_SERIES", "SEQUENCE" -> Optional.of(of("SEQUENCE", position, arguments));
            default -> ofUser(function) ? Optional.of(function) : Optional.empty();
        };
    }

    /** Users' table functions give arrays; functions of whole tables are known. */
    private static boolean ofUser(SqlCall function) {
        return function.getOperator() instanceof SqlUnresolvedFunction && !OF_TABLES.contains(name(function));
    }

    private static Optional<SqlNode> jsonTuple(List<SqlNode> arguments, SqlParserPos position) {
        List<SqlNode> fields = new ArrayList<>();
        for (SqlNode key : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            if (!(key instanceof SqlLiteral literal)) {
                return Optional.empty();
            }
            SqlNode path = SqlLiteral.createCharString(
                    "$['" + literal.toValue().replace("'", "\\'") + "']", key.getParserPosition());
            fields.add(of("GET_JSON_OBJECT", position, List.of(arguments.get(0), path)));
        }
        return fields.isEmpty()
                ? Optional.empty()
                : Optional.of(SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(
                        position, SqlStdOperatorTable.ROW.createCall(position, fields)));
    }

    /** STACK(n, values): n rows of them. */
    private static Optional<SqlNode> stack(List<SqlNode> arguments, SqlParserPos position) {
        if (arguments.size() < 2 || !(arguments.get(0) instanceof SqlNumericLiteral count) || !count.isInteger()) {
            return Optional.empty();
        }
        int rows = count.intValue(true);
        int values = arguments.size() - 1;
        if (rows < 1 || values % rows != 0) {
            return Optional.empty();
        }
        int width = values / rows;
        List<SqlNode> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            List<SqlNode> fields = arguments.subList(1 + row * width, 1 + (row + 1) * width);
            all.add(SqlStdOperatorTable.ROW.createCall(position, fields));
        }
        return Optional.of(SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(position, all));
    }

    private static SqlNode of(String function, SqlParserPos position, List<SqlNode> arguments) {
        return ScalarOperators.named(function).createCall(position, arguments);
    }
}

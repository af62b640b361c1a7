package io.blink.sql.validate;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.function.DialectOperators;
import io.blink.sql.function.FunctionSpellings;
import io.blink.sql.function.JsonSpellings;
import io.blink.sql.function.LambdaSpellings;
import io.blink.sql.function.NestedSpellings;
import io.blink.sql.function.ScalarOperators;
import io.blink.sql.parser.ParserPositions;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSampleSpec;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Before validation: spellings that Calcite's grammar gives operators of other dialects become calls of our functions, with the time unit as a literal
 * string in front.
 *
 * <pre>
 *   DATE_TRUNC(d, YEAR), DATE_TRUNC('year', d), FLOOR(d TO YEAR)  =>  DATE_TRUNC('YEAR', d)
 *   TIMESTAMPADD(DAY, 1, d), TIMESTAMPDIFF(DAY, a, b)             =>  the same with 'DAY'
 *   INTERVAL 5 DAY                                                =>  INTERVAL '5' DAY
 *   NVL2(a, b, c) and other spellings ({@link FunctionSpellings})
 *   FIRST(x), LAST(x, TRUE), with OVER                            =>  FIRST_VALUE(x), LAST_VALUE(x, TRUE)
 *   FIRST_VALUE(x), without OVER and without an order            =>  the value that comes first
 *   GROUP BY ALL, ORDER BY ALL ({@link EveryColumn}), table functions in a SELECT ({@link TableFunctionItems})
 *   TRANSFORM(a, x -> x + 1) and its kin ({@link LambdaSpellings})
 *   windows of time ({@link WindowCalls}), calls with OVER ({@link OverCalls}), FETCH ({@link FetchedShares}), clauses of other dialects ({@link DialectClauses})
 * </pre>
 */
public final class ParseTreeRewriter extends SqlShuttle {
    /** Calls that have OVER or an order. */
    private final Set<SqlNode> ordered = Collections.newSetFromMap(new IdentityHashMap<>());

    /** The ALL of GROUP BY and ORDER BY of a query. */
    private final Set<SqlNode> everything = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Whether FIRST and LAST are rows of a match. */
    private boolean navigates;

    private ParseTreeRewriter() {}

    public static SqlNode rewrite(SqlNode tree) {
        SqlNode rewritten = tree.accept(new ParseTreeRewriter());
        return rewritten == null ? tree : rewritten;
    }

    @Override
    public SqlNode visit(SqlCall written) {
        SqlCall call = written;
        if (ordered.contains(written)) {
            call = FunctionSpellings.firstOrLastValue(written);
            ordered.add(call);
        }
        if (call.getKind() == SqlKind.OVER || call.getKind() == SqlKind.WITHIN_GROUP) {
            ordered.add(aggregateOf(call.operand(0)));
        }
        if (call instanceof SqlSelect select) {
            TableFunctionItems.rewrite(select);
        }
        everything.addAll(EveryColumn.markers(call));
        if (call.getOperator() == DialectOperators.EVERYTHING && !everything.contains(call)) {
            throw EveryColumn.refused(
                    call, "ALL stands for the columns of a SELECT, in its GROUP BY or ORDER BY and alone");
        }
        SqlNode visited = inside(call);
        if (!(visited instanceof SqlCall inner)) {
            return visited;
        }
        SqlOperator operator = inner.getOperator();
        SqlParserPos position = inner.getParserPosition();
        refuse(inner);
        if (inner instanceof SqlMatchRecognize match) {
            MatchClauses.check(match);
            MatchTimes.rewrite(match);
        }
        if (inner instanceof SqlJoin join) {
            requireVersionsOfRows(join);
        }
        if (inner instanceof SqlSelect select) {
            SemiJoins.rewrite(select);
            NamedWindows.resolve(select);
            EveryColumn.group(select);
            GroupingIds.rewrite(select);
            HavingSubQueries.rewrite(select);
            WindowCalls.group(select);
        }
        if (inner instanceof SqlOrderBy order) {
            return FetchedShares.rewritten(NamedWindows.resolve(GroupingIds.rewrite(EveryColumn.order(order))));
        }
        if (inner.getKind() == SqlKind.TABLESAMPLE || inner.getKind() == SqlKind.AS) {
            return TableSamples.rewritten(inner);
        }
        if (inner.getKind() == SqlKind.COLLECTION_TABLE) {
            TableArguments.check(inner);
            WindowCalls.placeArguments(inner);
        }
        if (operator == SqlStdOperatorTable.OVER) {
            return OverCalls.rewritten(inner);
        }
        if (operator == SqlLibraryOperators.DATE_TRUNC) {
            return truncated(inner.operand(0), inner.operand(1), position);
        }
        if (operator == SqlStdOperatorTable.FLOOR && inner.operandCount() == 2) {
            return truncated(inner.operand(1), inner.operand(0), position);
        }
        if (operator == SqlStdOperatorTable.TIMESTAMP_ADD || operator == SqlStdOperatorTable.TIMESTAMP_DIFF) {
            String name = operator == SqlStdOperatorTable.TIMESTAMP_ADD ? "TIMESTAMPADD" : "TIMESTAMPDIFF";
            return ScalarOperators.named(name)
                    .createCall(position, unit(inner.operand(0)), inner.operand(1), inner.operand(2));
        }
        if (operator == SqlStdOperatorTable.INTERVAL
                && inner.operand(0) instanceof SqlNumericLiteral amount
                && inner.operand(1) instanceof SqlIntervalQualifier unit) {
            return SqlLiteral.createInterval(1, amount.toValue(), unit, position);
        }
        Optional<SqlNode> nested = LambdaSpellings.meaning(inner)
                .or(() -> DialectClauses.meaning(inner))
                .or(() -> NestedSpellings.meaning(inner))
                .or(() -> JsonSpellings.meaning(inner));
        if (nested.isPresent()) {
            return nested.get();
        }
        Optional<SqlNode> arrived =
                navigates || ordered.contains(call) ? Optional.empty() : FunctionSpellings.firstOrLast(inner);
        Optional<SqlNode> meaning = arrived.or(() -> FunctionSpellings.meaning(inner));
        if (meaning.isPresent()) {
            return meaning.get();
        }
        if (operator == SqlLibraryOperators.TRANSLATE3) {
            return ScalarOperators.named("TRANSLATE").createCall(position, inner.getOperandList());
        }
        return WindowCalls.meaning(inner).orElse(inner);
    }

    private SqlNode inside(SqlCall call) {
        boolean outer = navigates;
        boolean begins = call.getKind() == SqlKind.MATCH_RECOGNIZE;
        navigates = begins || outer && !(call instanceof SqlSelect);
        SqlNode visited = super.visit(call);
        navigates = outer;
        return visited;
    }

    /** Without what may stand between an aggregate and OVER. */
    private static SqlNode aggregateOf(SqlNode node) {
        return switch (node.getKind()) {
            case FILTER, IGNORE_NULLS, RESPECT_NULLS, WITHIN_GROUP -> aggregateOf(((SqlCall) node).operand(0));
            default -> node;
        };
    }

    private static void refuse(SqlCall call) {
        if (call.getOperator() instanceof SqlFunction) {
            refuseNamedArguments(call);
        }
        String clause = unsupportedClause(call);
        if (clause != null) {
            throw unsupported(call, clause);
        }
    }

    /** With a table as of the time of a row goes a row. */
    private static void requireVersionsOfRows(SqlJoin join) {
        boolean versions = namedBy(join.getRight()).getKind() == SqlKind.SNAPSHOT;
        if (versions && join.getJoinType().generatesNullsOnLeft()) {
            throw SqlErrors.at(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    ParserPositions.of(join.getJoinTypeNode().getParserPosition()),
                    join.getJoinType()
                            + " JOIN with FOR SYSTEM_TIME AS OF: a table is as it was at the time of a row of the left side, and without that row has none; use JOIN or LEFT JOIN");
        }
    }

    private static SqlNode namedBy(SqlNode item) {
        return item.getKind() == SqlKind.AS ? namedBy(((SqlCall) item).operand(0)) : item;
    }

    private static void refuseNamedArguments(SqlCall call) {
        for (SqlNode argument : call.getOperandList()) {
            boolean named = argument != null && argument.getKind() == SqlKind.AS;
            if (named && !call.getOperator().getName().equalsIgnoreCase("STRUCT")) {
                throw SqlErrors.at(
                        SqlErrorCode.INVALID_QUERY,
                        ParserPositions.of(argument.getParserPosition()),
                        "AS gives a field of STRUCT its name; no other function takes it");
            }
        }
    }

    private static String unsupportedClause(SqlCall call) {
        return switch (call.getKind()) {
            case TABLESAMPLE ->
                call.operand(1) instanceof SqlLiteral literal
                                && literal.getValue() instanceof SqlSampleSpec.SqlSubstitutionSampleSpec
                        ? "TABLESAMPLE SUBSTITUTE is not supported; BERNOULLI and SYSTEM are"
                        : null;
            case MULTISET_QUERY_CONSTRUCTOR,
                    MULTISET_VALUE_CONSTRUCTOR,
                    ARRAY_QUERY_CONSTRUCTOR,
                    MAP_QUERY_CONSTRUCTOR ->
                call.getOperator().getName()
                        + " of a query and MULTISET are not supported; use (SELECT ARRAY_AGG(x) FROM …) or ARRAY[…]";
            default -> null;
        };
    }

    private static BlinkException unsupported(SqlNode node, String message) {
        return SqlErrors.at(SqlErrorCode.QUERY_NOT_SUPPORTED, ParserPositions.of(node.getParserPosition()), message);
    }

    private static SqlNode truncated(SqlNode first, SqlNode second, SqlParserPos position) {
        boolean unitFirst = isUnit(first);
        return ScalarOperators.named("DATE_TRUNC")
                .createCall(position, unit(unitFirst ? first : second), unitFirst ? second : first);
    }

    private static boolean isUnit(SqlNode node) {
        return node instanceof SqlIntervalQualifier || node.getKind() == SqlKind.LITERAL;
    }

    /** A unit written as a keyword, a name or a string, as an upper-case literal string; anything else as it is, for the validator to refuse. */
    private static SqlNode unit(SqlNode node) {
        SqlParserPos position = node.getParserPosition();
        if (node instanceof SqlIntervalQualifier qualifier) {
            TimeUnit unit = qualifier.getUnit();
            String name = qualifier.timeFrameName != null ? qualifier.timeFrameName : unit.name();
            return upper(name, position);
        }
        if (node instanceof SqlIdentifier identifier && identifier.isSimple()) {
            return upper(identifier.getSimple(), position);
        }
        if (node instanceof SqlLiteral literal
                && literal.getTypeName().getFamily() == org.apache.calcite.sql.type.SqlTypeFamily.CHARACTER) {
            return upper(literal.toValue(), position);
        }
        return node;
    }

    private static SqlNode upper(String unit, SqlParserPos position) {
        return SqlLiteral.createCharString(unit.toUpperCase(java.util.Locale.ROOT), position);
    }
}

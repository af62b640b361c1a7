package io.blink.sql.validate;

import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.parser.ParserPositions;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/** Functions that take a table ({@code f(TABLE t, …)}) are those that assign windows. */
final class TableArguments {
    private static final Set<String> WINDOWS = Set.of("TUMBLE", "HOP", "CUMULATE", "SESSION");

    private TableArguments() {}

    /** @param from what stands in FROM as {@code TABLE(f(…))} */
    static void check(SqlCall from) {
        if (!(from.operand(0) instanceof SqlCall function)) {
            return;
        }
        String name = function.getOperator().getName();
        if (!WINDOWS.contains(name.toUpperCase(Locale.ROOT))
                && function.getOperandList().stream().anyMatch(TableArguments::isTable)) {
            throw SqlErrors.at(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    ParserPositions.of(function.getParserPosition()),
                    name
                            + " takes a table, which is not supported but for TUMBLE, HOP, CUMULATE and SESSION; process table functions, functions of changelogs, of models and of vectors are not there");
        }
    }

    private static boolean isTable(SqlNode argument) {
        if (argument == null) {
            return false;
        }
        return switch (argument.getKind()) {
            case EXPLICIT_TABLE, SET_SEMANTICS_TABLE -> true;
            case ARGUMENT_ASSIGNMENT -> isTable(((SqlCall) argument).operand(0));
            default -> false;
        };
    }
}

package io.blink.sql.function;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.Optionality;

/**
 * A window function with IGNORE NULLS, as one operator from rewriting until translation, where it becomes the function again. Calcite's collector of
 * aggregates takes a call of IGNORE_NULLS for one, though OVER stands behind it: {@code FIRST_VALUE(SUM(x)) IGNORE NULLS OVER w} would be an aggregate over
 * an aggregate.
 */
public final class IgnoringNulls extends SqlAggFunction {
    private static final List<IgnoringNulls> ALL = List.of(
            new IgnoringNulls(SqlStdOperatorTable.FIRST_VALUE),
            new IgnoringNulls(SqlStdOperatorTable.LAST_VALUE),
            new IgnoringNulls(SqlStdOperatorTable.NTH_VALUE),
            new IgnoringNulls(SqlStdOperatorTable.LAG),
            new IgnoringNulls(SqlStdOperatorTable.LEAD));

    private final SqlAggFunction function;

    private IgnoringNulls(SqlAggFunction function) {
        super(
                function.getName() + " IGNORE NULLS",
                null,
                function.getKind(),
                function.getReturnTypeInference(),
                function.getOperandTypeInference(),
                function.getOperandTypeChecker(),
                function.getFunctionType(),
                function.requiresOrder(),
                function.requiresOver(),
                Optionality.FORBIDDEN);
        this.function = function;
    }

    static List<IgnoringNulls> all() {
        return ALL;
    }

    /** The one of the function so named; empty for functions that have none. */
    public static Optional<IgnoringNulls> of(String function) {
        return ALL.stream()
                .filter(one -> one.function.getName().equalsIgnoreCase(function))
                .findFirst();
    }

    /** As it is with all rows. */
    public SqlAggFunction function() {
        return function;
    }

    @Override
    public boolean allowsFraming() {
        return function.allowsFraming();
    }
}

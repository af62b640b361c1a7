package io.blink.sql.function;

import io.blink.core.function.AggregateFunction;
import io.blink.sql.function.user.UserAggregateOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.util.Optionality;

/** The aggregates of SQL and what each is in a plan. */
public final class AggregateOperators {
    private static final SqlReturnTypeInference DOUBLE_OR_NULL =
            ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE);

    /** Texts behind one another: what is left of LISTAGG and its kin when {@link FunctionSpellings} has put the separators in. */
    static final SqlAggFunction CONCATENATE = SqlBasicAggFunction.create(
                    "LISTAGG",
                    SqlKind.LISTAGG,
                    ReturnTypes.VARCHAR.andThen(SqlTypeTransforms.FORCE_NULLABLE),
                    OperandTypes.CHARACTER)
            .withGroupOrder(Optionality.OPTIONAL);

    static final String LAST_SEEN = "$LAST_SEEN";
    static final String FIRST_VALUE = "$FIRST_VALUE";
    static final String LAST_VALUE = "$LAST_VALUE";
    static final String PERCENTILE_CONT = "$PERCENTILE_CONT";
    static final String PERCENTILE_DISC = "$PERCENTILE_DISC";
    static final String APPROX_PERCENTILE = "$APPROX_PERCENTILE";

    private static final List<SqlAggFunction> STANDARD = List.of(
            SqlStdOperatorTable.COUNT,
            SqlStdOperatorTable.SUM,
            SqlStdOperatorTable.MIN,
            SqlStdOperatorTable.MAX,
            SqlStdOperatorTable.AVG,
            deviation("STDDEV_SAMP", SqlKind.STDDEV_SAMP),
            deviation("STDDEV", SqlKind.STDDEV_SAMP),
            deviation("STDDEV_POP", SqlKind.STDDEV_POP),
            deviation("VAR_SAMP", SqlKind.VAR_SAMP),
            deviation("VARIANCE", SqlKind.VAR_SAMP),
            deviation("VAR_POP", SqlKind.VAR_POP),
            SqlStdOperatorTable.ANY_VALUE,
            SqlStdOperatorTable.SINGLE_VALUE,
            CONCATENATE,
            SqlLibraryOperators.BOOL_AND,
            SqlLibraryOperators.BOOL_OR,
            SqlStdOperatorTable.EVERY,
            SqlStdOperatorTable.SOME);

    private static final List<BlinkAggregate> OURS = AggregateList.all();

    private AggregateOperators() {}

    private static SqlAggFunction deviation(String name, SqlKind kind) {
        return SqlBasicAggFunction.create(name, kind, DOUBLE_OR_NULL, OperandTypes.NUMERIC);
    }

    /** The function of an aggregate call; empty for one that no operator computes. */
    public static Optional<AggregateFunction> functionOf(AggregateCall call) {
        if (call.getAggregation() instanceof BlinkAggregate ours) {
            return Optional.of(ours.function());
        }
        if (call.getAggregation() instanceof UserAggregateOperator user) {
            return Optional.of(user.aggregate());
        }
        return Optional.ofNullable(
                switch (call.getAggregation().getKind()) {
                    case COUNT -> call.getArgList().isEmpty() ? AggregateFunction.COUNT_ALL : AggregateFunction.COUNT;
                    case SUM -> AggregateFunction.SUM;
                    case MIN -> isNamed(call, "BOOL_AND", "EVERY") ? AggregateFunction.BOOL_AND : AggregateFunction.MIN;
                    case MAX -> isNamed(call, "BOOL_OR", "SOME") ? AggregateFunction.BOOL_OR : AggregateFunction.MAX;
                    case AVG -> AggregateFunction.AVG;
                    case STDDEV_SAMP -> AggregateFunction.STDDEV_SAMP;
                    case STDDEV_POP -> AggregateFunction.STDDEV_POP;
                    case VAR_SAMP -> AggregateFunction.VAR_SAMP;
                    case VAR_POP -> AggregateFunction.VAR_POP;
                    case LISTAGG ->
                        call.getCollation().getFieldCollations().isEmpty()
                                ? AggregateFunction.CONCATENATE
                                : AggregateFunction.ORDERED_CONCATENATE;
                    case ANY_VALUE -> AggregateFunction.ANY_VALUE;
                    case SINGLE_VALUE -> AggregateFunction.SINGLE_VALUE;
                    default -> null;
                });
    }

    private static boolean isNamed(AggregateCall call, String... names) {
        return List.of(names).contains(call.getAggregation().getName());
    }

    /** Ours of that name. */
    static BlinkAggregate named(String name) {
        return OURS.stream()
                .filter(aggregate -> aggregate.getName().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no aggregate " + name));
    }

    static List<SqlAggFunction> all() {
        List<SqlAggFunction> all = new ArrayList<>(STANDARD);
        all.addAll(OURS);
        return all;
    }
}

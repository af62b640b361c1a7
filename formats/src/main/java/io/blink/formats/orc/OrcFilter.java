package io.blink.formats.orc;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.TypeKind;
import io.blink.formats.ReadRequest;
import java.sql.Date;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.hive.ql.io.sarg.PredicateLeaf;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgument;
import org.apache.hadoop.hive.ql.io.sarg.SearchArgumentFactory;

/** The conjuncts that orc-core can hold against the statistics of stripes and row groups. What it cannot use it leaves out: a filter only ever skips. */
final class OrcFilter {
    /** @param columns names that the argument refers to */
    record Argument(SearchArgument argument, String[] columns) {}

    private final SearchArgument.Builder builder = SearchArgumentFactory.newBuilder();
    private final List<String> columns = new ArrayList<>();
    private final ReadRequest request;

    private OrcFilter(ReadRequest request) {
        this.request = request;
    }

    static Optional<Argument> argument(ReadRequest request) {
        OrcFilter filter = new OrcFilter(request);
        filter.builder.startAnd();
        for (Expression conjunct : request.conditions()) {
            filter.add(conjunct);
        }
        if (filter.columns.isEmpty()) {
            return Optional.empty();
        }
        filter.builder.end();
        return Optional.of(new Argument(filter.builder.build(), filter.columns.toArray(String[]::new)));
    }

    private void add(Expression conjunct) {
        if (conjunct instanceof Call call && call.function() == ScalarFunction.OR) {
            if (call.arguments().stream().allMatch(OrcFilter::isComparison)) {
                builder.startOr();
                call.arguments().forEach(alternative -> compare((Call) alternative));
                builder.end();
            }
        } else if (isComparison(conjunct)) {
            compare((Call) conjunct);
        }
    }

    /** Whether it compares a column with literals in a way that orc-core knows. */
    private static boolean isComparison(Expression condition) {
        return condition instanceof Call call
                && call.arguments().get(0) instanceof InputColumn column
                && kind(column.type().kind()) != null
                && call.arguments().stream()
                        .skip(1)
                        .allMatch(argument -> argument instanceof Literal literal && !literal.isNull())
                && switch (call.function()) {
                    case EQUALS, LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL, BETWEEN, IN, IS_NULL -> true;
                    default -> false;
                };
    }

    private void compare(Call call) {
        InputColumn column = (InputColumn) call.arguments().get(0);
        TypeKind kind = column.type().kind();
        List<Object> values = new ArrayList<>();
        for (Expression argument : call.arguments().subList(1, call.arguments().size())) {
            values.add(value(kind, ((Literal) argument).value()));
        }
        String name = request.readColumns().get(column.index()).name();
        compare(call.function(), name, kind(kind), values);
        columns.add(name);
    }

    private static PredicateLeaf.Type kind(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT -> PredicateLeaf.Type.LONG;
            case FLOAT, DOUBLE -> PredicateLeaf.Type.FLOAT;
            case VARCHAR -> PredicateLeaf.Type.STRING;
            case DATE -> PredicateLeaf.Type.DATE;
            default -> null;
        };
    }

    private static Object value(TypeKind kind, String text) {
        return switch (kind) {
            case TINYINT, SMALLINT, INT, BIGINT -> Long.valueOf(text);
            case FLOAT, DOUBLE -> Double.valueOf(text);
            case DATE -> Date.valueOf(LocalDate.ofEpochDay(Long.parseLong(text)));
            default -> text;
        };
    }

    private void compare(ScalarFunction function, String name, PredicateLeaf.Type type, List<Object> values) {
        Object first = values.isEmpty() ? null : values.get(0);
        switch (function) {
            case IS_NULL -> builder.isNull(name, type);
            case EQUALS -> builder.equals(name, type, first);
            case LESS_THAN -> builder.lessThan(name, type, first);
            case LESS_OR_EQUAL -> builder.lessThanEquals(name, type, first);
            case GREATER_THAN ->
                builder.startNot().lessThanEquals(name, type, first).end();
            case GREATER_OR_EQUAL ->
                builder.startNot().lessThan(name, type, first).end();
            case BETWEEN -> builder.between(name, type, first, values.get(1));
            case IN -> builder.in(name, type, values.toArray());
            default -> throw new IllegalArgumentException(function + " is no comparison");
        }
    }
}

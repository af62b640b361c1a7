package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.Casts;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the operations that keep rows in their task, with what they do to distribution, order and size. */
public final class Operations {
    private Operations() {}

    /** Rows for which all conjuncts are TRUE; two filters in a row become one. */
    public static PhysicalNode filter(PhysicalNode input, List<Expression> conjuncts) {
        List<Expression> all = new ArrayList<>();
        PhysicalNode below = input;
        if (input instanceof Operation operation && operation.spec() instanceof OperatorSpec.Filter filter) {
            addConjuncts(filter.predicate(), all);
            below = operation.onlyInput();
        }
        conjuncts.forEach(conjunct -> addConjuncts(conjunct, all));
        all.removeIf(conjunct -> conjunct instanceof Literal literal && "true".equals(literal.value()));
        if (all.isEmpty()) {
            return below;
        }
        Expression predicate = and(all);
        double rows = below.estimate().rows() * Selectivity.of(predicate, below.estimate());
        return keeping(
                below,
                new OperatorSpec.Filter(predicate),
                "Filter",
                Narrowing.of(all, below.estimate()).withRows(rows));
    }

    public static Expression and(List<Expression> conjuncts) {
        if (conjuncts.size() == 1) {
            return conjuncts.get(0);
        }
        boolean nullable =
                conjuncts.stream().anyMatch(conjunct -> conjunct.type().nullable());
        return new Call(
                ScalarFunction.AND, conjuncts, DataType.of(TypeKind.BOOLEAN).withNullable(nullable));
    }

    public static void addConjuncts(Expression predicate, List<Expression> into) {
        if (predicate instanceof Call call && call.function() == ScalarFunction.AND) {
            call.arguments().forEach(argument -> addConjuncts(argument, into));
        } else {
            into.add(predicate);
        }
    }

    /** An operation that passes on some of its input's rows as they are. */
    public static Operation keeping(PhysicalNode input, OperatorSpec spec, String name, Estimate estimate) {
        return operation(
                spec,
                name,
                name,
                List.of(input),
                input.output(),
                input.distribution(),
                input.ordering(),
                estimate,
                List.of());
    }

    public static Operation operation(
            OperatorSpec spec,
            String name,
            String meaning,
            List<PhysicalNode> inputs,
            List<Field> output,
            Distribution distribution,
            List<SortKey> ordering,
            Estimate estimate,
            List<String> notes) {
        boolean rowWise = RowWiseChanges.isRowWise(spec);
        List<Changes> below = inputs.stream().map(PhysicalNode::changes).toList();
        if (!rowWise && below.stream().anyMatch(changes -> !changes.insertOnly())) {
            throw new IllegalArgumentException(name + " cannot take rows that are updated or deleted");
        }
        return new Operation(
                spec,
                name,
                meaning,
                inputs,
                output,
                distribution,
                ordering,
                estimate,
                rowWise ? RowWiseChanges.of(spec, below) : Changes.INSERT_ONLY,
                below.stream()
                        .map(changes -> RowWiseChanges.need(spec, changes))
                        .toList(),
                notes,
                0,
                Digests.of(spec, inputs));
    }

    /**
     * An operator of a stream that keeps rows and takes, or makes, changes of them.
     *
     * @param changes of its own rows
     * @param beforeNeeds for each input whether old contents of its updated rows are needed
     */
    public static Operation changing(
            OperatorSpec spec,
            String name,
            String meaning,
            List<PhysicalNode> inputs,
            List<Field> output,
            Distribution distribution,
            Estimate estimate,
            Changes changes,
            List<BeforeNeed> beforeNeeds) {
        return new Operation(
                spec,
                name,
                meaning,
                inputs,
                output,
                distribution,
                List.of(),
                estimate,
                changes,
                beforeNeeds,
                List.of(),
                0,
                Digests.of(spec, inputs));
    }

    /** A projection, merged with one below it where that repeats no work, or nothing where it changes nothing but names. */
    public static PhysicalNode project(PhysicalNode input, List<Expression> expressions, List<String> names) {
        if (input instanceof Operation below
                && below.spec() instanceof OperatorSpec.Project project
                && ExpressionRewriter.inlinesCheaply(project.expressions(), expressions)) {
            List<Expression> merged = expressions.stream()
                    .map(expression -> ExpressionRewriter.inline(expression, project.expressions()))
                    .toList();
            return project(below.onlyInput(), merged, names);
        }
        return isIdentity(input, expressions) ? renamed(input, names) : projection(input, expressions, names);
    }

    private static boolean isIdentity(PhysicalNode input, List<Expression> expressions) {
        return expressions.size() == input.output().size()
                && IntStream.range(0, expressions.size())
                        .allMatch(i -> expressions.get(i) instanceof InputColumn column && column.index() == i);
    }

    private static PhysicalNode renamed(PhysicalNode input, List<String> names) {
        if (!(input instanceof Operation operation) || operation.spec() instanceof OperatorSpec.TableScan) {
            return input;
        }
        List<Field> fields = IntStream.range(0, names.size())
                .mapToObj(i -> new Field(names.get(i), input.output().get(i).type()))
                .toList();
        return new Operation(
                operation.spec(),
                operation.name(),
                operation.meaning(),
                operation.inputs(),
                fields,
                operation.distribution(),
                operation.ordering(),
                operation.estimate(),
                operation.changes(),
                operation.beforeNeeds(),
                operation.notes(),
                operation.parallelism(),
                operation.digest());
    }

    public static PhysicalNode projection(PhysicalNode input, List<Expression> expressions, List<String> names) {
        List<Field> fields = new ArrayList<>();
        List<ColumnEstimate> columns = new ArrayList<>();
        Integer[] newPositions = new Integer[input.output().size()];
        Arrays.fill(newPositions, -1);
        for (int i = 0; i < expressions.size(); i++) {
            Expression expression = expressions.get(i);
            fields.add(new Field(names.get(i), expression.type()));
            columns.add(columnEstimate(expression, input.estimate()));
            if (expression instanceof InputColumn column && newPositions[column.index()] < 0) {
                newPositions[column.index()] = i;
            }
        }
        List<Integer> positions = List.of(newPositions);
        return operation(
                new OperatorSpec.Project(expressions),
                "Project",
                "Project",
                List.of(input),
                fields,
                input.distribution().mapped(positions),
                mapped(input.ordering(), positions),
                input.estimate().withColumns(columns),
                List.of());
    }

    private static ColumnEstimate columnEstimate(Expression expression, Estimate input) {
        if (expression instanceof InputColumn column) {
            return input.columns().get(column.index());
        }
        double bytes = Estimate.width(expression.type());
        if (expression instanceof Call call
                && call.function() == ScalarFunction.CAST
                && call.arguments().get(0) instanceof InputColumn column) {
            ColumnEstimate same = input.columns().get(column.index());
            return new ColumnEstimate(same.distinct(), same.tableRows(), bytes, same.range(), same.nulls());
        }
        return new ColumnEstimate(constants(expression), input.rows(), bytes);
    }

    /** How many values an expression may have that gives one of some constants; NaN of others. */
    private static double constants(Expression expression) {
        if (expression instanceof Literal) {
            return 1;
        }
        if (!(expression instanceof Call call) || call.function() != ScalarFunction.CASE) {
            return Double.NaN;
        }
        double values = 0;
        for (int i = 1; i < call.arguments().size(); i += 2) {
            values += constants(call.arguments().get(i));
        }
        int last = call.arguments().size() - 1;
        return last % 2 == 0 ? values + constants(call.arguments().get(last)) : values;
    }

    /** The order as far as its leading keys survive. */
    private static List<SortKey> mapped(List<SortKey> ordering, List<Integer> newPositions) {
        List<SortKey> kept = new ArrayList<>();
        for (SortKey key : ordering) {
            int position = newPositions.get(key.column());
            if (position < 0) {
                break;
            }
            kept.add(new SortKey(position, key.ascending(), key.nullsFirst()));
        }
        return kept;
    }

    /** Only these columns, in this order. */
    public static PhysicalNode select(PhysicalNode input, List<Integer> columns) {
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int column : columns) {
            expressions.add(columnOf(input, column));
            names.add(input.output().get(column).name());
        }
        return project(input, expressions, names);
    }

    /** The input with further columns behind its own. */
    public static PhysicalNode append(PhysicalNode input, List<Expression> further, String namePrefix) {
        if (further.isEmpty()) {
            return input;
        }
        List<Expression> expressions = new ArrayList<>(allColumns(input));
        List<String> names =
                new ArrayList<>(input.output().stream().map(Field::name).toList());
        for (Expression expression : further) {
            names.add(namePrefix + (expressions.size() - input.output().size()));
            expressions.add(expression);
        }
        return project(input, expressions, names);
    }

    /** The input with exactly these types (nullability aside) under these names. */
    public static PhysicalNode convert(PhysicalNode input, List<Field> target) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < target.size(); i++) {
            expressions.add(Casts.to(columnOf(input, i), target.get(i).type(), null));
        }
        return project(input, expressions, target.stream().map(Field::name).toList());
    }

    public static InputColumn columnOf(PhysicalNode input, int column) {
        return new InputColumn(column, input.output().get(column).type());
    }

    public static List<InputColumn> allColumns(PhysicalNode input) {
        return IntStream.range(0, input.output().size())
                .mapToObj(column -> columnOf(input, column))
                .toList();
    }
}

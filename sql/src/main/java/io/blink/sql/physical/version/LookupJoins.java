package io.blink.sql.physical.version;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.LookupCacheMode;
import io.blink.core.spi.connector.LookupCopy;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.catalog.BlinkTable;
import io.blink.sql.hint.LookupHint;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.TableScan;

/** Joins with a table as it is when a row is processed: rows are looked up by their key, or where the connector cannot or a copy is wanted, in one that each worker holds. What is computed of the table's columns is computed behind the join. */
final class LookupJoins {
    private final PlanningScope scope;

    LookupJoins(PlanningScope scope) {
        this.scope = scope;
    }

    /**
     * A plan of the looked-up side taken apart.
     *
     * @param outputs over the scan's columns
     * @param filters over the scan's columns
     */
    private record Scan(Operation scan, List<Expression> outputs, List<Expression> filters) {}

    /**
     * @param rows whose table it is
     * @param ttl of what is kept for rows that change
     */
    PhysicalNode plan(VersionedJoins.Sides sides, RelNode rows, Duration ttl) {
        BlinkTable table = table(rows);
        LookupHint hint = LookupHint.of(rows);
        Scan scan = scan(sides.right(), table);
        int leftWidth = sides.left().output().size();
        List<Expression> definitions = new ArrayList<>(IntStream.range(0, leftWidth)
                .mapToObj(column -> (Expression) Operations.columnOf(sides.left(), column))
                .toList());
        scan.outputs.forEach(output -> definitions.add(shifted(output, leftWidth)));
        List<Expression> conjuncts = new ArrayList<>();
        sides.conjuncts()
                .forEach(conjunct ->
                        Operations.addConjuncts(ExpressionRewriter.inline(conjunct, definitions), conjuncts));
        scan.filters.forEach(filter -> conjuncts.add(shifted(filter, leftWidth)));
        PhysicalNode joined = lookup(sides, scan, conjuncts, table, hint, ttl);
        List<String> names = new ArrayList<>();
        sides.left().output().forEach(field -> names.add(field.name()));
        sides.right().output().forEach(field -> names.add(field.name()));
        return Operations.project(joined, nullable(definitions, joined), names);
    }

    /** The definitions over a join, which may make columns nullable. */
    private static List<Expression> nullable(List<Expression> definitions, PhysicalNode joined) {
        List<Expression> columns = IntStream.range(0, joined.output().size())
                .mapToObj(column -> (Expression) Operations.columnOf(joined, column))
                .toList();
        return definitions.stream()
                .map(definition -> ExpressionRewriter.inline(definition, columns))
                .toList();
    }

    private static Expression shifted(Expression expression, int by) {
        return ExpressionRewriter.renumber(expression, column -> column + by);
    }

    private static BlinkTable table(RelNode rows) {
        RelNode node = rows;
        while (!(node instanceof TableScan scan)) {
            if (node.getInputs().size() != 1) {
                throw onlyTables();
            }
            node = node.getInput(0);
        }
        return BlinkTable.of(scan);
    }

    private static BlinkException onlyTables() {
        return PlanErrors.unsupported(
                "Only a table that ends can be joined as of processing time, not a view over joins, aggregates or streams; write the view to a table first, or join as of event time");
    }

    private static Scan scan(PhysicalNode node, BlinkTable table) {
        if (!(node instanceof Operation operation)) {
            throw onlyTables();
        }
        if (operation.spec() instanceof OperatorSpec.TableScan) {
            if (table.isUnbounded()) {
                throw onlyTables();
            }
            List<Expression> columns = IntStream.range(0, operation.output().size())
                    .mapToObj(column -> (Expression) Operations.columnOf(operation, column))
                    .toList();
            return new Scan(operation, columns, List.of());
        }
        if (operation.spec() instanceof OperatorSpec.AssignWatermark) {
            return scan(operation.onlyInput(), table);
        }
        if (operation.spec() instanceof OperatorSpec.Project project) {
            Scan below = scan(operation.onlyInput(), table);
            List<Expression> outputs = project.expressions().stream()
                    .map(expression -> ExpressionRewriter.inline(expression, below.outputs))
                    .toList();
            return new Scan(below.scan, outputs, below.filters);
        }
        if (operation.spec() instanceof OperatorSpec.Filter filter) {
            Scan below = scan(operation.onlyInput(), table);
            List<Expression> filters = new ArrayList<>(below.filters);
            filters.add(ExpressionRewriter.inline(filter.predicate(), below.outputs));
            return new Scan(below.scan, below.outputs, filters);
        }
        throw onlyTables();
    }

    private PhysicalNode lookup(
            VersionedJoins.Sides sides,
            Scan scan,
            List<Expression> conjuncts,
            BlinkTable table,
            LookupHint hint,
            Duration ttl) {
        int leftWidth = sides.left().output().size();
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> tableKeys = new ArrayList<>();
        BitSet askable = new BitSet();
        List<Expression> computed = new ArrayList<>();
        List<JoinCondition.Key> keys =
                JoinCondition.of(Operations.and(conjuncts), leftWidth).keys();
        for (JoinCondition.Key key : keys) {
            if (key.right() instanceof InputColumn column && !tableKeys.contains(column.index())) {
                askable.set(tableKeys.size(), isAskable(key));
                tableKeys.add(column.index());
                if (key.left() instanceof InputColumn own) {
                    leftKeys.add(own.index());
                } else {
                    leftKeys.add(leftWidth + computed.size());
                    computed.add(key.left());
                }
            }
        }
        if (tableKeys.isEmpty()) {
            throw PlanErrors.unsupported("A join with " + table.definition().path()
                    + " as of processing time needs a condition that one of its columns equals something of the other side"
                    + converted(keys, scan.scan.output()));
        }
        PhysicalNode appended = Operations.append(sides.left(), computed, "key$");
        Optional<List<Integer>> kept = keptBy(sides.left());
        PhysicalNode left = kept.map(rowKey -> Exchanges.keyed(appended, rowKey))
                .orElseGet(() -> hint.shuffles() ? Exchanges.hashed(appended, leftKeys) : appended);
        int added = left.output().size() - leftWidth;
        Expression condition = ExpressionRewriter.renumber(
                Operations.and(conjuncts), column -> column < leftWidth ? column : column + added);
        List<Field> tableFields = scan.scan.output();
        List<Field> output = new ArrayList<>(left.output());
        tableFields.forEach(field -> output.add(
                sides.type() == JoinType.LEFT
                        ? new Field(field.name(), field.type().withNullable(true))
                        : field));
        OperatorSpec lookup = byKey(
                        sides.type(),
                        picked(leftKeys, askable),
                        picked(tableKeys, askable),
                        condition,
                        tableFields,
                        table,
                        hint)
                .orElseGet(() -> byCopy(sides.type(), leftKeys, tableKeys, condition, scan, table));
        OperatorSpec spec = kept.<OperatorSpec>map(
                        rowKey -> new OperatorSpec.KeptLookup(lookup, rowKey, ttl.toMillis()))
                .orElse(lookup);
        if (hint.retry().isPresent() && lookup instanceof OperatorSpec.LookupJoin) {
            scope.notices()
                    .add(
                            "The hint LOOKUP does not ask " + table.definition().path()
                                    + " again: its rows are looked up in a copy, which is as old as 'lookup.join.cache.ttl' allows.");
        }
        Estimate estimate =
                left.estimate().and(scan.scan.estimate(), left.estimate().rows());
        boolean changing = !left.changes().insertOnly();
        PhysicalNode joined = Operations.changing(
                spec,
                sides.type() == JoinType.LEFT ? "LeftLookupJoin" : "LookupJoin",
                "lookup in " + table.definition().path(),
                List.of(left),
                output,
                left.distribution(),
                estimate,
                changing ? new Changes(false, true, Set.of()) : Changes.INSERT_ONLY,
                List.of(changing ? BeforeNeed.ALWAYS : BeforeNeed.NEVER));
        List<Integer> columns =
                new ArrayList<>(IntStream.range(0, leftWidth).boxed().toList());
        IntStream.range(left.output().size(), output.size()).forEach(columns::add);
        return Operations.select(joined, columns);
    }

    /** What to do where the one thing in the way is a column's type. */
    private static String converted(List<JoinCondition.Key> keys, List<Field> columns) {
        for (JoinCondition.Key key : keys) {
            if (key.right() instanceof Call call
                    && call.function() == ScalarFunction.CAST
                    && call.arguments().get(0) instanceof InputColumn column) {
                DataType type = column.type().withNullable(true);
                return ", as it is: column '" + columns.get(column.index()).name() + "' is " + type
                        + " and compared as " + key.right().type().withNullable(true) + "; CAST the other side to "
                        + type;
            }
        }
        return "";
    }

    /** By which columns what was found for rows that change is kept until they go; empty: it is not, and they are looked up again. */
    private Optional<List<Integer>> keptBy(PhysicalNode rows) {
        boolean kept = scope.isStream()
                && !rows.changes().insertOnly()
                && scope.settings().get(SqlOptions.NON_DETERMINISTIC_UPDATES)
                        == SqlOptions.NonDeterministic.TRY_RESOLVE;
        return kept ? Optional.of(LookedUpRowKey.of(rows)) : Optional.empty();
    }

    /** A table is asked for values of its own columns' types, and never for NULL. */
    private static boolean isAskable(JoinCondition.Key key) {
        DataType left = key.left().type();
        DataType right = key.right().type();
        return !key.nullsEqual() && left.physicalType() == right.physicalType() && left.scale() == right.scale();
    }

    private static List<Integer> picked(List<Integer> columns, BitSet which) {
        return which.stream().mapToObj(columns::get).toList();
    }

    private static OperatorSpec byCopy(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> tableKeys,
            Expression condition,
            Scan scan,
            BlinkTable table) {
        LookupCopy copy = table.source()
                .lookupCopy(
                        ((OperatorSpec.TableScan) scan.scan.spec()).scan(),
                        new Configuration(table.definition().options()).get(LookupOptions.CACHE_TTL));
        return new OperatorSpec.LookupJoin(
                type,
                leftKeys,
                tableKeys,
                condition,
                copy.scan(),
                scan.scan.output(),
                copy.ageMax().toMillis());
    }

    /** Where the connector finds rows by their key and no copy is wanted. */
    private Optional<OperatorSpec> byKey(
            JoinType type,
            List<Integer> leftKeys,
            List<Integer> tableKeys,
            Expression condition,
            List<Field> tableFields,
            BlinkTable table,
            LookupHint hint) {
        Configuration options = new Configuration(table.definition().options());
        LookupCacheMode cache = LookupOptions.cacheMode(options);
        if (cache == LookupCacheMode.FULL || tableKeys.isEmpty()) {
            return Optional.empty();
        }
        String name = table.definition().path().toString();
        List<String> columns = tableFields.stream().map(Field::name).toList();
        Optional<ConnectorHandle> lookup =
                table.source().lookup(tableKeys.stream().map(columns::get).toList(), columns);
        return lookup.map(handle -> new OperatorSpec.KeyLookupJoin(
                type,
                leftKeys,
                condition,
                handle,
                name,
                tableFields,
                cache == LookupCacheMode.PARTIAL ? LookupOptions.caching(name, options) : null,
                hint.ordered(scope.settings()),
                requestsMax(hint),
                hint.timeoutMillis(scope.settings()),
                hint.retry().orElse(null)));
    }

    private int requestsMax(LookupHint hint) {
        int requestsMax = hint.requestsMax(scope.settings());
        if (requestsMax < 1) {
            throw PlanErrors.unsupported("'" + SqlOptions.LOOKUP_REQUESTS.key() + "' = " + requestsMax
                    + " lets a task ask for nothing; set 1 or more");
        }
        return requestsMax;
    }
}

package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.TimeAttribute;
import io.blink.sql.physical.over.RankLimits;
import io.blink.sql.physical.over.RankRange;
import io.blink.sql.physical.sort.SortPlanning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.calcite.rel.core.Sort;

/** The first rows of an order in a stream, in partitions or not: one row of each by {@code Deduplicate}, where the input only grows, else by {@code StreamRank}. */
final class StreamRanks {
    /** Among so many a row is looked for by its key. */
    private static final long UPDATED_RANKS_MAX = 1000;

    private static final DataType RANK = DataType.of(TypeKind.BIGINT).withNullable(false);

    private final PlanningScope scope;

    StreamRanks(PlanningScope scope) {
        this.scope = scope;
    }

    /** What is asked for, over the columns of a node. */
    private record Wanted(
            List<Integer> partitionKeys,
            List<SortKey> order,
            WindowFunction function,
            long from,
            long to,
            boolean rank) {
        boolean oneRow() {
            return function == WindowFunction.ROW_NUMBER && from == to;
        }
    }

    /** The ranks of the only call of a group that filters let through. */
    Optional<RankRange> of(OverGroup group, PhysicalNode input, List<Expression> filters, int column) {
        if (!RankLimits.ranks(group.calls().get(0)) || !sortable(group, input)) {
            return Optional.empty();
        }
        return RankRange.of(filters, column);
    }

    private static boolean sortable(OverGroup group, PhysicalNode input) {
        return group.order().getFieldCollations().stream()
                .map(key -> input.output().get(key.getFieldIndex()).type().kind())
                .noneMatch(kind -> kind == TypeKind.ARRAY || kind == TypeKind.MAP || kind == TypeKind.ROW);
    }

    PhysicalNode plan(OverGroup group, PhysicalNode input, RankRange range, boolean rankWanted) {
        WindowFunction function =
                switch (group.calls().get(0).function().getKind()) {
                    case RANK -> WindowFunction.RANK;
                    case DENSE_RANK -> WindowFunction.DENSE_RANK;
                    default -> WindowFunction.ROW_NUMBER;
                };
        Wanted wanted = new Wanted(
                group.partitionKeys().asList(),
                SortPlanning.keys(group.order()),
                function,
                range.from(),
                range.to(),
                rankWanted);
        return first(wanted, Exchanges.keyed(input, wanted.partitionKeys()));
    }

    /** ORDER BY and LIMIT. */
    PhysicalNode first(Sort sort, PhysicalNode input) {
        List<SortKey> order = SortPlanning.keys(sort.getCollation());
        if (sort.fetch == null) {
            throw PlanErrors.unsupportedInStream(
                    order.isEmpty() ? "OFFSET without LIMIT" : "ORDER BY without LIMIT",
                    "it would have to wait for the end of the rows.");
        }
        long offset = sort.offset == null ? 0 : SortPlanning.count(sort.offset);
        long limit = SortPlanning.count(sort.fetch);
        if (limit == 0) {
            return Operations.filter(input, List.of(new Literal("false", DataType.of(TypeKind.BOOLEAN))));
        }
        Wanted wanted = new Wanted(
                List.of(), order, WindowFunction.ROW_NUMBER, offset + 1, Math.addExact(offset, limit), false);
        return first(wanted, Exchanges.gathered(input));
    }

    private PhysicalNode first(Wanted wanted, PhysicalNode input) {
        if (wanted.oneRow() && wanted.to() == 1 && input.changes().insertOnly()) {
            PhysicalNode rows = deduplicate(wanted, input);
            return wanted.rank() ? Operations.append(rows, List.of(new Literal("1", RANK)), "rank$") : rows;
        }
        return rank(wanted, input);
    }

    private long timeToLive() {
        return scope.settings().get(SqlOptions.STATE_TTL).toMillis();
    }

    /** By a time alone, of equal rows the last one is kept if the last one is wanted; processing time is the order in which rows come. */
    private PhysicalNode deduplicate(Wanted wanted, PhysicalNode input) {
        TimeAttribute time = wanted.order().size() == 1
                ? TimeAttribute.of(input, wanted.order().get(0).column())
                : TimeAttribute.NONE;
        boolean keepsLast = time != TimeAttribute.NONE && !wanted.order().get(0).ascending();
        OperatorSpec.Deduplicate spec = new OperatorSpec.Deduplicate(
                wanted.partitionKeys(),
                time == TimeAttribute.PROCESSING ? List.of() : wanted.order(),
                keepsLast,
                true,
                timeToLive());
        Set<Set<Integer>> keys = Set.of(Set.copyOf(wanted.partitionKeys()));
        return Operations.changing(
                spec,
                "Deduplicate",
                "Deduplicate",
                List.of(input),
                input.output(),
                input.distribution(),
                estimate(wanted, input),
                spec.keepsFirstToCome() ? Changes.insertsBy(keys) : new Changes(true, false, keys),
                List.of(BeforeNeed.NEVER));
    }

    private PhysicalNode rank(Wanted wanted, PhysicalNode input) {
        List<Integer> updateKey = updateKey(wanted, input);
        boolean retracting = !input.changes().insertOnly() && updateKey.isEmpty();
        OperatorSpec.StreamRank spec = new OperatorSpec.StreamRank(
                wanted.partitionKeys(),
                wanted.order(),
                wanted.function(),
                wanted.from(),
                wanted.to(),
                wanted.rank(),
                retracting,
                updateKey,
                scope.settings().get(SqlOptions.RANK_CACHE_ROWS),
                true,
                timeToLive());
        List<Field> output = new ArrayList<>(input.output());
        Estimate estimate = estimate(wanted, input);
        if (wanted.rank()) {
            output.add(new Field("rank$" + output.size(), RANK));
            List<Estimate.ColumnEstimate> columns = new ArrayList<>(estimate.columns());
            columns.add(new Estimate.ColumnEstimate(wanted.to(), estimate.rows(), Estimate.width(RANK)));
            estimate = estimate.withColumns(columns);
        }
        return Operations.changing(
                spec,
                "Rank",
                updateKey.isEmpty() ? "Rank" : "RankByKey",
                List.of(input),
                output,
                input.distribution(),
                estimate,
                changes(wanted, input, retracting),
                List.of(retracting ? BeforeNeed.ALWAYS : BeforeNeed.NEVER));
    }

    /**
     * The key by which rows replace each other, where a row that changes never falls behind others, so that those without a rank need not be kept. Empty where that is not certain: with a time to
     * live aggregates begin anew, and values fall.
     */
    private List<Integer> updateKey(Wanted wanted, PhysicalNode input) {
        Changes changes = input.changes();
        boolean few = wanted.function() == WindowFunction.ROW_NUMBER && wanted.to() <= UPDATED_RANKS_MAX;
        if (!few || !changes.updates() || changes.deletes() || timeToLive() > 0) {
            return List.of();
        }
        for (SortKey key : wanted.order()) {
            boolean nullable = input.output().get(key.column()).type().nullable();
            if (!ValueTrend.of(input, key.column()).isForward(key, nullable)) {
                return List.of();
            }
        }
        return changes.keys().stream()
                .filter(key -> key.containsAll(wanted.partitionKeys()))
                .map(key -> key.stream().sorted().toList())
                .filter(key -> !key.isEmpty())
                .min(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(List::toString))
                .orElse(List.of());
    }

    /** A row is still known by a key of the input, if that has the partition in it, for then all that becomes of it does so in one task. */
    private static Changes changes(Wanted wanted, PhysicalNode input, boolean retracting) {
        Set<Integer> partition = Set.copyOf(wanted.partitionKeys());
        if (wanted.oneRow()) {
            return new Changes(true, retracting, Set.of(partition));
        }
        if (wanted.rank() && wanted.function() == WindowFunction.ROW_NUMBER) {
            Set<Integer> key = new TreeSet<>(partition);
            key.add(input.output().size());
            return new Changes(true, retracting, Set.of(key));
        }
        Set<Set<Integer>> keys = input.changes().keys().stream()
                .filter(key -> key.containsAll(partition))
                .collect(Collectors.toCollection(HashSet::new));
        boolean stays = !retracting && wanted.order().isEmpty() && !wanted.rank();
        return new Changes(false, !stays, keys);
    }

    private static Estimate estimate(Wanted wanted, PhysicalNode input) {
        double partitions = 1;
        for (int key : wanted.partitionKeys()) {
            partitions *= input.estimate().distinct(key);
        }
        double ranks = wanted.to() - wanted.from() + 1;
        return input.estimate().withRows(Math.min(input.estimate().rows(), partitions * ranks));
    }
}

package io.blink.sql.physical.sort;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.type.Field;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** ORDER BY, LIMIT and OFFSET: each task sorts or cuts its rows, one task merges them. */
public final class SortPlanning {
    private SortPlanning() {}

    public static PhysicalNode plan(Sort sort, PhysicalNode input) {
        List<SortKey> keys = keys(sort.getCollation());
        keys.forEach(key -> requireOrder(input.output().get(key.column())));
        long limit = sort.fetch == null ? -1 : count(sort.fetch);
        long offset = sort.offset == null ? 0 : count(sort.offset);
        if (keys.isEmpty()) {
            return limit(input, limit, offset);
        }
        return limit < 0 ? offset(sorted(input, keys), offset) : topN(input, keys, limit, offset);
    }

    private static void requireOrder(Field field) {
        if (!field.type().fields().isEmpty()) {
            throw PlanErrors.unsupported("ORDER BY " + field.name() + ": values of type "
                    + field.type().withNullable(true) + " have no order; sort by their elements");
        }
    }

    /** Rows that each task must keep so that the first {@code limit} after {@code offset} are among them; -1: all. */
    public static long localLimit(long limit, long offset) {
        return limit < 0 || limit > Long.MAX_VALUE - offset ? -1 : limit + offset;
    }

    public static long count(RexNode node) {
        if (!(node instanceof RexLiteral literal)) {
            throw PlanErrors.unsupported("LIMIT and OFFSET take numbers, not '" + node + "'");
        }
        return RexLiteral.bigDecimalValue(literal).longValueExact();
    }

    public static List<SortKey> keys(RelCollation collation) {
        List<SortKey> keys = new ArrayList<>();
        for (RelFieldCollation field : collation.getFieldCollations()) {
            boolean ascending = !field.direction.isDescending();
            boolean nullsFirst =
                    switch (field.nullDirection) {
                        case FIRST -> true;
                        case LAST -> false;
                        case UNSPECIFIED -> ascending;
                    };
            keys.add(new SortKey(field.getFieldIndex(), ascending, nullsFirst));
        }
        return keys;
    }

    private static PhysicalNode limit(PhysicalNode input, long limit, long offset) {
        if (limit < 0 && offset == 0) {
            return input;
        }
        if (input.distribution().isSingle()) {
            return limited(input, "Limit", limit, offset);
        }
        long local = localLimit(limit, offset);
        PhysicalNode cut = local < 0 ? input : limited(input, "LocalLimit", local, 0);
        return limited(Exchanges.gathered(cut), "Limit", limit, offset);
    }

    private static PhysicalNode offset(PhysicalNode sorted, long offset) {
        return offset == 0 ? sorted : limited(sorted, "Limit", -1, offset);
    }

    private static PhysicalNode limited(PhysicalNode input, String name, long limit, long offset) {
        return Operations.keeping(
                input,
                new OperatorSpec.Limit(limit, offset),
                name,
                input.estimate().withRows(rows(input, limit)));
    }

    /** One sorted run in one task. */
    private static PhysicalNode sorted(PhysicalNode input, List<SortKey> keys) {
        return Exchanges.gathered(sortedLocally(input, keys), keys);
    }

    /** Each task's rows in this order. */
    public static PhysicalNode sortedLocally(PhysicalNode input, List<SortKey> keys) {
        return isSorted(input, keys)
                ? input
                : ordered(input, new OperatorSpec.Sort(keys), "Sort", keys, input.estimate());
    }

    private static PhysicalNode topN(PhysicalNode input, List<SortKey> keys, long limit, long offset) {
        if (input.distribution().isSingle()) {
            return isSorted(input, keys)
                    ? limited(input, "Limit", limit, offset)
                    : top(input, "TopN", keys, limit, offset);
        }
        long local = localLimit(limit, offset);
        PhysicalNode firsts = local < 0 ? sortedLocally(input, keys) : top(input, "LocalTopN", keys, local, 0);
        return limited(Exchanges.gathered(firsts, keys), "Limit", limit, offset);
    }

    private static PhysicalNode top(PhysicalNode input, String name, List<SortKey> keys, long limit, long offset) {
        Estimate estimate = input.estimate().withRows(rows(input, limit));
        return ordered(input, new OperatorSpec.TopN(keys, limit, offset), name, keys, estimate);
    }

    private static PhysicalNode ordered(
            PhysicalNode input, OperatorSpec spec, String name, List<SortKey> keys, Estimate estimate) {
        return Operations.operation(
                spec, name, name, List.of(input), input.output(), input.distribution(), keys, estimate, List.of());
    }

    private static boolean isSorted(PhysicalNode input, List<SortKey> keys) {
        return input.ordering().size() >= keys.size()
                && input.ordering().subList(0, keys.size()).equals(keys);
    }

    private static double rows(PhysicalNode input, long limit) {
        double rows = input.estimate().rows();
        return limit < 0 ? rows : Math.min(rows, limit);
    }
}

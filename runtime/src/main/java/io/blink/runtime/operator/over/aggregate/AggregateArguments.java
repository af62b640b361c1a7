package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.WindowCall;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.RowSelection;
import java.util.List;

/** Makes the accumulators of an aggregate with OVER and feeds them with the rows that its filter lets through, that have no NULL and, if it is DISTINCT, that are new to their group. */
public final class AggregateArguments {
    private final AggregateCall call;
    private final FunctionSite site;
    private final int[] columns;
    private final boolean distinct;
    private final RowSelection selection = new RowSelection();

    public AggregateArguments(WindowCall call, FunctionSite site) {
        this.site = site;
        this.call = new AggregateCall(
                        call.aggregate(),
                        call.arguments(),
                        call.argumentTypes(),
                        call.distinct(),
                        call.filterColumn(),
                        call.type(),
                        call.position())
                .of(call.user());
        columns = call.arguments().stream().mapToInt(Integer::intValue).toArray();
        distinct = findsRepetitions(call);
    }

    /** Whether it matters that a value comes twice. */
    public static boolean findsRepetitions(WindowCall call) {
        return call.distinct()
                && switch (call.aggregate()) {
                    case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR -> false;
                    default -> true;
                };
    }

    public AggregateCall call() {
        return call;
    }

    public Accumulator accumulator() {
        return Accumulators.create(call, site);
    }

    /** What has been seen, for the groups of one accumulator; {@code null} if that does not matter. */
    public SeenValues seenValues() {
        return distinct ? new SeenValues(call.argumentTypes()) : null;
    }

    /** Selects rows of a batch, to be asked for by the other methods. @param groups of the rows */
    public void select(Batch batch, boolean takesNulls, int[] groups) {
        selection.select(batch, call.filterColumn(), columns, takesNulls, groups);
    }

    public int count() {
        return selection.count();
    }

    /** The groups of the selected rows. */
    public int[] groups() {
        return selection.groups();
    }

    /** Flat, of the selected rows. */
    public List<Column> arguments() {
        return selection.arguments();
    }

    /** Adds the rows of a batch to their groups, which the accumulator has room for. */
    public void add(Batch batch, int[] groups, Accumulator accumulator, SeenValues seen) {
        select(batch, accumulator.takesNulls(), groups);
        if (seen == null) {
            accumulator.add(groups(), count(), arguments());
        } else {
            seen.addNew(groups(), count(), arguments(), accumulator);
        }
    }
}

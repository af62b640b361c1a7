package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.AggregateCall;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.RowSelection;
import java.util.ArrayList;
import java.util.List;

/** Aggregates the rows of one batch to partial results, which it gives away: nothing is known of the batches before. */
final class BatchAggregates {
    private final boolean retracts;
    private final List<Call> calls = new ArrayList<>();
    /** Those that take their arguments from the rows. */
    private final List<Call> ofRows = new ArrayList<>();

    private final RowSelection selection = new RowSelection();

    private record Call(AggregateCall plan, Accumulator accumulator, int[] arguments) {}

    /** @param retracts whether rows go too, and the partial results say how many rows there are */
    BatchAggregates(List<AggregateCall> plans, boolean retracts, FunctionSite functions) {
        this.retracts = retracts;
        for (AggregateCall plan : plans) {
            Accumulator accumulator =
                    retracts ? Accumulators.retractable(plan, false) : Accumulators.create(plan, functions);
            int[] arguments =
                    plan.arguments().stream().mapToInt(Integer::intValue).toArray();
            calls.add(new Call(plan, accumulator, arguments));
        }
        ofRows.addAll(calls);
    }

    /** DISTINCT aggregates take their arguments from there, and not from the rows. */
    void feedBy(DistinctArguments distinct) {
        ofRows.removeIf(call -> call.plan().distinct());
        for (Call call : calls) {
            if (call.plan().distinct()) {
                distinct.feed(call.plan().filterColumn(), call.accumulator());
            }
        }
    }

    /** Takes the rows of a batch, of so many groups. */
    void take(SignedRows rows, int groups) {
        calls.forEach(call -> call.accumulator().ensure(groups));
        for (Call call : ofRows) {
            rows.tell(call.accumulator(), call.plan().filterColumn(), call.arguments(), selection);
        }
    }

    /** The partial results of the groups of that batch; they are forgotten here. */
    List<Column> partials(SignedRows rows, int groups) {
        List<Column> columns = new ArrayList<>();
        for (Call call : calls) {
            columns.addAll(call.accumulator().partial(0, groups));
            call.accumulator().clear();
        }
        if (retracts) {
            long[] counts = new long[groups];
            rows.count(counts);
            columns.add(new LongColumn(groups, counts, null));
        }
        return columns;
    }
}

package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.plan.AggregateCall;
import io.blink.runtime.function.AggregateInstance;
import io.blink.runtime.function.FunctionSite;
import java.util.ArrayList;
import java.util.List;

/** A user's aggregate over rows that are held until the end: for each group one accumulator, as long as its result takes. */
final class UserHolisticResults implements GroupResults {
    private final AggregateInstance function;
    private final HeldRows held;
    private final int columns;

    UserHolisticResults(AggregateCall call, HeldRows held, FunctionSite site) {
        this.held = held;
        this.columns = call.argumentTypes().size();
        this.function = new AggregateInstance(
                site.functions().load(call.user()), call.argumentTypes(), call.type(), site.place(call.position()));
    }

    @Override
    public Column of(int from, int count) {
        function.open();
        int[] offsets = held.offsets(from, count);
        int[] rows = held.rows(from, offsets);
        List<Column> arguments = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            arguments.add(held.column(i).gather(rows, 0, rows.length).flat());
        }
        function.bind(arguments);
        ColumnBuilder builder = function.resultBuilder(count);
        for (int group = 0; group < count; group++) {
            Object accumulator = function.createAccumulator();
            for (int row = offsets[group]; row < offsets[group + 1]; row++) {
                function.accumulate(accumulator, row);
            }
            function.appendResult(accumulator, builder);
        }
        return builder.build();
    }
}

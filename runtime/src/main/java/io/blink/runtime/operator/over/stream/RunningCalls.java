package io.blink.runtime.operator.over.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.runtime.operator.aggregate.RowSelection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aggregates from the first row of a partition to the current one, or to its last peer: table {@code running} has what they know of each partition. Rows are added in rounds, of which each takes the next row,
 * or the next peers, of all partitions that still have some.
 */
final class RunningCalls {
    private static final long NAMESPACE = 0;

    private final List<Call> calls = new ArrayList<>();
    private final ValueTable table;
    private final RowSelection selection = new RowSelection();
    private int[] entries = new int[Batch.TARGET_ROWS];
    private boolean[] fresh = new boolean[Batch.TARGET_ROWS];

    /** @param stored columns of the table */
    private record Call(AggregateCall plan, boolean peers, Accumulator accumulator, int[] arguments, int[] stored) {}

    /** @param timeToLiveMillis after which a partition without rows is forgotten; 0: never */
    RunningCalls(
            List<WindowCall> plans,
            List<DataType> keyTypes,
            KeyedStateStore store,
            long timeToLiveMillis,
            FunctionSite functions) {
        List<DataType> stored = new ArrayList<>();
        for (WindowCall plan : plans) {
            AggregateCall call = aggregate(plan);
            List<DataType> partial = call.partialTypes();
            calls.add(new Call(
                    call,
                    plan.frame().unit() != Unit.ROWS,
                    Accumulators.create(call, functions),
                    plan.arguments().stream().mapToInt(Integer::intValue).toArray(),
                    IntStream.range(stored.size(), stored.size() + partial.size())
                            .toArray()));
            partial.forEach(type -> stored.add(type.withNullable(true)));
        }
        TableSchema schema = TableSchema.of("running", keyTypes, stored).withTimeToLive(timeToLiveMillis);
        table = store.valueTable(schema, NAMESPACE);
    }

    private static AggregateCall aggregate(WindowCall plan) {
        return new AggregateCall(
                        plan.aggregate(),
                        plan.arguments(),
                        plan.argumentTypes(),
                        false,
                        plan.filterColumn(),
                        plan.type(),
                        plan.position())
                .of(plan.user());
    }

    /** The results of the rows that are due, in the order of {@link DueRows#due}, one column for each call. */
    List<Column> answer(DueRows rows) {
        int count = rows.partitions();
        if (entries.length < count) {
            entries = new int[count];
            fresh = new boolean[count];
        }
        table.claim(rows.keys(), rows.hashes(), count, entries, fresh);
        Batch stored = new Batch(count, List.of(table.values(entries, count)));
        List<Column> values = new ArrayList<>();
        List<Column> results = new ArrayList<>();
        for (Call call : calls) {
            begin(call, stored);
            results.add(call.peers() ? rounds(call, rows, true) : rounds(call, rows, false));
            values.addAll(call.accumulator().partial(0, count));
        }
        table.update(entries, count, values.toArray(Column[]::new));
        return results;
    }

    private void begin(Call call, Batch stored) {
        Accumulator accumulator = call.accumulator();
        accumulator.clear();
        accumulator.ensure(stored.rowCount());
        Column last = stored.column(call.stored()[call.stored().length - 1]);
        int[] known = new int[stored.rowCount()];
        int count = 0;
        for (int partition = 0; partition < known.length; partition++) {
            known[count] = partition;
            count += last.isNull(partition) ? 0 : 1;
        }
        if (count > 0) {
            GroupAggregation.merge(accumulator, stored.take(known, 0, count), call.stored(), known, count);
        }
    }

    private Column rounds(Call call, DueRows rows, boolean peers) {
        int partitions = rows.partitions();
        int[] next = rows.firstDue().clone();
        int[] offsets = new int[partitions];
        for (int partition = 1; partition < partitions; partition++) {
            offsets[partition] = offsets[partition - 1] + rows.ends()[partition - 1] - rows.firstDue()[partition - 1];
        }
        int due = partitions == 0
                ? 0
                : offsets[partitions - 1] + rows.ends()[partitions - 1] - rows.firstDue()[partitions - 1];
        int[] places = new int[due];
        List<Column> results = new ArrayList<>();
        int made = 0;
        int[] active = IntStream.range(0, partitions).toArray();
        int activeCount = partitions;
        int[] positions = new int[due];
        int[] owners = new int[due];
        while (activeCount > 0) {
            int taken = 0;
            for (int i = 0; i < activeCount; i++) {
                int partition = active[i];
                int end = peers ? peersEnd(rows, next[partition], rows.ends()[partition]) : next[partition] + 1;
                for (int row = next[partition]; row < end; row++) {
                    positions[taken] = row;
                    owners[taken++] = partition;
                }
            }
            add(call, rows.rows(), positions, owners, taken);
            results.add(results(call.accumulator(), active, activeCount));
            int left = 0;
            for (int i = 0; i < activeCount; i++) {
                int partition = active[i];
                int end = peers ? peersEnd(rows, next[partition], rows.ends()[partition]) : next[partition] + 1;
                int first = offsets[partition] - rows.firstDue()[partition];
                Arrays.fill(places, first + next[partition], first + end, made + i);
                next[partition] = end;
                active[left] = partition;
                left += end < rows.ends()[partition] ? 1 : 0;
            }
            made += activeCount;
            activeCount = left;
        }
        return ColumnConcatenation.of(results).take(places, 0, due);
    }

    private static int peersEnd(DueRows rows, int from, int end) {
        int row = from + 1;
        while (row < end && rows.times()[row] == rows.times()[from]) {
            row++;
        }
        return row;
    }

    private void add(Call call, Batch rows, int[] positions, int[] owners, int count) {
        int filter = call.plan().filterColumn();
        List<Column> columns = new ArrayList<>();
        for (int argument : call.arguments()) {
            columns.add(rows.column(argument).take(positions, 0, count));
        }
        if (filter >= 0) {
            columns.add(rows.column(filter).take(positions, 0, count));
        }
        selection.select(
                new Batch(count, columns),
                filter < 0 ? -1 : columns.size() - 1,
                IntStream.range(0, call.arguments().length).toArray(),
                call.accumulator().takesNulls(),
                owners);
        call.accumulator().add(selection.groups(), selection.count(), selection.arguments());
    }

    /** Of partitions in ascending order. */
    private static Column results(Accumulator accumulator, int[] partitions, int count) {
        int from = partitions[0];
        int span = partitions[count - 1] + 1 - from;
        if (span == count) {
            return accumulator.result(from, count);
        }
        if (span <= 4 * count) {
            int[] within = new int[count];
            for (int i = 0; i < count; i++) {
                within[i] = partitions[i] - from;
            }
            return accumulator.result(from, span).take(within, 0, count);
        }
        List<Column> each = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            each.add(accumulator.result(partitions[i], 1));
        }
        return ColumnConcatenation.of(each);
    }
}

package io.blink.runtime.operator.aggregate;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.runtime.function.FunctionSite;
import java.util.ArrayList;
import java.util.List;

/** A DISTINCT aggregate that merges: a partial result is an array of the arguments that the group has seen. */
final class DistinctAccumulator implements Accumulator {
    private final Accumulator distinct;
    private final DistinctValues seen;

    DistinctAccumulator(AggregateCall call, FunctionSite site) {
        this.distinct = Accumulators.create(call, site);
        this.seen = new DistinctValues(call);
        seen.feed(distinct);
    }

    static List<DataType> partialTypes(AggregateCall call) {
        return List.of(DataType.array(AggregateFunction.rowOf(call.argumentTypes())));
    }

    @Override
    public void ensure(int groupCount) {
        distinct.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        if (rows > 0) {
            seen.add(groups, rows, arguments);
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        ArrayColumn arrays = (ArrayColumn) partials.get(0);
        int[] offsets = arrays.offsets();
        int first = offsets[0];
        int count = offsets[rows] - first;
        int[] positions = new int[count];
        int[] positionGroups = new int[count];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int element = offsets[i]; element < offsets[i + 1]; element++) {
                positions[next] = element;
                positionGroups[next++] = groups[i];
            }
        }
        List<Column> arguments = ((RowColumn) arrays.elements().flat())
                .fields().stream()
                        .map(field -> field.flat().take(positions, 0, count))
                        .toList();
        add(positionGroups, count, arguments);
    }

    @Override
    public List<Column> partial(int from, int count) {
        List<Column> entries = seen.entries(0, seen.size());
        int[] groups = ((IntColumn) entries.get(0).flat()).values();
        int[] offsets = offsets(groups, from, count);
        int[] next = offsets.clone();
        int[] positions = new int[offsets[count]];
        for (int entry = 0; entry < seen.size(); entry++) {
            int group = groups[entry] - from;
            if (group >= 0 && group < count) {
                positions[next[group]++] = entry;
            }
        }
        List<Column> arguments = new ArrayList<>();
        for (Column column : entries.subList(1, entries.size())) {
            arguments.add(column.take(positions, 0, positions.length));
        }
        return List.of(new ArrayColumn(count, new RowColumn(positions.length, arguments, null), offsets, null));
    }

    private int[] offsets(int[] groups, int from, int count) {
        int[] offsets = new int[count + 1];
        for (int entry = 0; entry < seen.size(); entry++) {
            int group = groups[entry] - from;
            if (group >= 0 && group < count) {
                offsets[group + 1]++;
            }
        }
        for (int i = 0; i < count; i++) {
            offsets[i + 1] += offsets[i];
        }
        return offsets;
    }

    @Override
    public Column result(int from, int count) {
        return distinct.result(from, count);
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return distinct.bytesToAdd(groupCount, arguments)
                + seen.bytesToAdd(arguments, arguments.get(0).size());
    }

    @Override
    public long retainedBytes() {
        return distinct.retainedBytes() + seen.retainedBytes();
    }

    @Override
    public void clear() {
        distinct.clear();
        seen.clear();
    }
}

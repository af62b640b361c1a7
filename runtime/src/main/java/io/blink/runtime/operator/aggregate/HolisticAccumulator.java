package io.blink.runtime.operator.aggregate;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.RowColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import java.util.ArrayList;
import java.util.List;

/**
 * Aggregates that need all rows of a group at once: they are held as they come, and put in order at the end ({@link HolisticResults}). A partial result
 * is an array of them, so that groups go to disk and come back as those of other aggregates do.
 */
final class HolisticAccumulator implements Accumulator {
    private static final int ROW_NUMBER_BYTES = 8;
    private static final int ARRAY_GROWTH = 4;

    private final HeldRows held;
    private final GroupResults results;
    private final boolean keepsNulls;
    private final List<DataType> types;
    private int[] positions = new int[0];
    private int[] positionGroups = new int[0];

    HolisticAccumulator(AggregateCall call, FunctionSite site) {
        this.types = call.argumentTypes();
        this.held = new HeldRows(types);
        this.results = call.function() == AggregateFunction.USER_HOLISTIC
                ? new UserHolisticResults(call, held, site)
                : new HolisticResults(call, held);
        this.keepsNulls = switch (call.function()) {
            case ARRAY_AGG, FIRST_VALUE, LAST_VALUE, USER_HOLISTIC -> true;
            default -> false;
        };
    }

    @Override
    public boolean takesNulls() {
        return true;
    }

    @Override
    public void ensure(int groupCount) {
        held.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        Column value = arguments.get(0);
        ensureScratch(rows);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (keepsNulls || !value.isNull(i)) {
                positions[count] = i;
                positionGroups[count++] = groups[i];
            }
        }
        held.add(positionGroups, positions, count, arguments);
    }

    private void ensureScratch(int rows) {
        if (positions.length < rows) {
            positions = new int[rows];
            positionGroups = new int[rows];
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        ArrayColumn arrays = (ArrayColumn) partials.get(0);
        RowColumn elements = (RowColumn) arrays.elements().flat();
        int[] offsets = arrays.offsets();
        ensureScratch(offsets[rows] - offsets[0]);
        int count = 0;
        for (int i = 0; i < rows; i++) {
            for (int element = offsets[i]; element < offsets[i + 1]; element++) {
                positions[count] = element;
                positionGroups[count++] = groups[i];
            }
        }
        held.add(positionGroups, positions, count, elements.fields());
    }

    @Override
    public List<Column> partial(int from, int count) {
        int[] offsets = held.offsets(from, count);
        int[] rows = held.rows(from, offsets);
        List<Column> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(held.column(i).gather(rows, 0, rows.length));
        }
        return List.of(new ArrayColumn(count, new RowColumn(rows.length, fields, null), offsets, null));
    }

    @Override
    public Column result(int from, int count) {
        return results.of(from, count);
    }

    /** Values count twice, since results are put together from a copy. */
    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        Column first = arguments.get(0).flat();
        if (arguments.size() > 1 || !(first instanceof ArrayColumn arrays)) {
            return bytesToAdd(groupCount, arguments, first.size());
        }
        if (types.size() == 1 && types.get(0).kind() == TypeKind.ARRAY) {
            // Arrays as arguments and arrays of them as partial results look alike; their memory bounds both.
            int elements = arrays.elements().size() + arrays.size();
            return held.bytesToAdd(groupCount, elements)
                    + ARRAY_GROWTH * first.retainedBytes()
                    + (long) elements * ROW_NUMBER_BYTES;
        }
        RowColumn elements = (RowColumn) arrays.elements().flat();
        return bytesToAdd(groupCount, elements.fields(), elements.size());
    }

    private long bytesToAdd(int groupCount, List<Column> values, int rows) {
        return held.bytesToAdd(groupCount, rows) + 2 * held.bytesToAppend(values) + (long) rows * ROW_NUMBER_BYTES;
    }

    @Override
    public long retainedBytes() {
        return held.chainBytes() + 2 * held.valueBytes() + (long) held.size() * ROW_NUMBER_BYTES;
    }

    @Override
    public void clear() {
        held.clear();
    }
}

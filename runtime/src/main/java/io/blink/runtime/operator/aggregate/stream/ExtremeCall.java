package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.hashtable.GroupTable;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;
import java.util.function.LongFunction;

/**
 * MIN or MAX of values that come and go: a sorted map has how often each value of a group is there, the table of groups the extreme one. The map is only searched for another when that one has gone.
 */
final class ExtremeCall implements GroupCall {
    private static final DataType GROUP_TYPE = DataType.of(TypeKind.INT).withNullable(false);

    private final DataType type;
    private final boolean greatest;
    private final Accumulator extremes;
    private final LongFunction<SortedMapTable> maps;
    /** The group and value of each change of this batch, and by how much the count of that value changes. */
    private final GroupTable changes;

    private final LongChunks differences = new LongChunks();
    private int[] entries = new int[Batch.TARGET_ROWS];
    private SortedMapTable map;
    private TouchedGroups groups;
    private Column before;
    private Column after;

    /** @param maps of namespaces, from values to how often they are there */
    ExtremeCall(AggregateCall plan, LongFunction<SortedMapTable> maps) {
        this.type = plan.type().withNullable(true);
        this.greatest = plan.function() == AggregateFunction.MAX || plan.function() == AggregateFunction.BOOL_OR;
        this.extremes = Accumulators.create(plan);
        this.maps = maps;
        this.changes = new GroupTable(List.of(GROUP_TYPE, type));
    }

    static boolean computes(AggregateFunction function) {
        return switch (function) {
            case MIN, MAX, BOOL_AND, BOOL_OR -> true;
            default -> false;
        };
    }

    @Override
    public void open(long namespace) {
        map = maps.apply(namespace);
    }

    @Override
    public List<DataType> storedTypes() {
        return List.of(type);
    }

    @Override
    public boolean takesNulls() {
        return false;
    }

    @Override
    public void begin(TouchedGroups touched, List<Column> stored) {
        groups = touched;
        before = stored.get(0).flat();
        changes.clear();
        differences.clear();
    }

    @Override
    public void add(int[] ofRows, int rows, List<Column> arguments) {
        count(ofRows, rows, arguments, 1);
    }

    @Override
    public void retract(int[] ofRows, int rows, List<Column> arguments) {
        count(ofRows, rows, arguments, -1);
    }

    private void count(int[] ofRows, int rows, List<Column> arguments, long change) {
        if (entries.length < rows) {
            entries = new int[rows];
        }
        changes.insert(new Column[] {new IntColumn(rows, ofRows, null), arguments.get(0)}, rows, entries);
        differences.ensure(changes.groupCount());
        for (int i = 0; i < rows; i++) {
            differences.set(entries[i], differences.get(entries[i]) + change);
        }
    }

    @Override
    public void merge(Batch batch, int[] columns, int[] ofRows) {
        throw new IllegalStateException("extremes of what goes again have no partial results");
    }

    @Override
    public void end() {
        int changed = changes.groupCount();
        extremes.clear();
        extremes.ensure(groups.count());
        boolean[] lost = new boolean[groups.count()];
        if (changed > 0) {
            apply(changed, lost);
        }
        addWhere(before, null, groups.count(), lost);
        for (int group = 0; group < lost.length; group++) {
            if (lost[group]) {
                addFromMap(group);
            }
        }
        after = extremes.result(0, groups.count());
    }

    /** Brings the map up to date. @param lost is set for groups whose extreme value has gone */
    private void apply(int changed, boolean[] lost) {
        int[] every = new int[changed];
        for (int i = 0; i < changed; i++) {
            every[i] = i;
        }
        List<Column> columns = changes.keys().gather(every, 0, changed);
        int[] changedGroups = ((IntColumn) columns.get(0)).values();
        Column values = columns.get(1);
        Column[] keys = groups.keys(changedGroups, changed);
        Column known = map.get(keys, changed, new Column[] {values})[0].flat();
        long[] counts = ((LongColumn) known).values();
        boolean[] unequal = new boolean[changed];
        ColumnDifference.mark(type, before.take(changedGroups, 0, changed), values, changed, unequal);
        int[] present = new int[changed];
        int[] gone = new int[changed];
        long[] presentCounts = new long[changed];
        int presentCount = 0;
        int goneCount = 0;
        for (int i = 0; i < changed; i++) {
            long old = known.isNull(i) ? 0 : counts[i];
            long now = old + differences.get(i);
            if (now > 0) {
                presentCounts[presentCount] = now;
                present[presentCount++] = i;
            } else if (old > 0) {
                gone[goneCount++] = i;
                lost[changedGroups[i]] |= !unequal[i];
            }
        }
        put(columns, present, presentCount, presentCounts);
        remove(columns, gone, goneCount);
        int[] presentGroups = taken(changedGroups, present, presentCount);
        addWhere(values.take(present, 0, presentCount), presentGroups, presentCount, lost);
    }

    private void put(List<Column> columns, int[] positions, int count, long[] counts) {
        int[] ofRows = taken(((IntColumn) columns.get(0)).values(), positions, count);
        map.put(
                groups.keys(ofRows, count),
                groups.hashes(ofRows, count),
                count,
                new Column[] {columns.get(1).take(positions, 0, count)},
                new Column[] {new LongColumn(count, counts, null)});
    }

    private void remove(List<Column> columns, int[] positions, int count) {
        int[] ofRows = taken(((IntColumn) columns.get(0)).values(), positions, count);
        map.remove(
                groups.keys(ofRows, count), count, new Column[] {columns.get(1).take(positions, 0, count)});
    }

    private static int[] taken(int[] values, int[] positions, int count) {
        int[] taken = new int[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[positions[i]];
        }
        return taken;
    }

    /** Candidates of groups that have not lost their extreme value. @param ofRows {@code null}: row i is of group i */
    private void addWhere(Column values, int[] ofRows, int rows, boolean[] lost) {
        int[] positions = new int[rows];
        int[] candidates = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            int group = ofRows == null ? i : ofRows[i];
            positions[count] = i;
            candidates[count] = group;
            count += lost[group] || values.isNull(i) ? 0 : 1;
        }
        extremes.add(candidates, count, List.of(values.take(positions, 0, count)));
    }

    private void addFromMap(int group) {
        SortedMapTable.Direction direction =
                greatest ? SortedMapTable.Direction.DESCENDING : SortedMapTable.Direction.ASCENDING;
        Batch found = map.read(groups.keys(), group, SortedMapTable.Range.ALL, direction, 1);
        extremes.add(
                new int[] {group}, found.rowCount(), List.of(found.column(0).flat()));
    }

    @Override
    public Column before() {
        return before;
    }

    @Override
    public Column after() {
        return after;
    }

    @Override
    public List<Column> stored() {
        return List.of(after);
    }
}

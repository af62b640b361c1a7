package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.IntColumn;
import io.blink.core.spi.state.ListTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * An aggregate that must see all arguments of a group to tell its result: a list has them in the order in which they came. One that goes is the first of those that are equal to it. Costs what the
 * lists of the touched groups have, each batch.
 */
final class HeldCall implements GroupCall {
    private final Accumulator accumulator;
    private final List<DataType> argumentTypes;
    private final LongFunction<ListTable> tables;
    private final List<Rows> come = new ArrayList<>();
    private final List<Rows> gone = new ArrayList<>();
    private ListTable lists;
    private TouchedGroups groups;
    private Rows held;
    private Column before;
    private Column after;

    /** Arguments and the group of each. */
    private record Rows(int[] groups, int count, List<Column> arguments) {}

    /** @param tables of namespaces: lists of the arguments of each group */
    HeldCall(Accumulator accumulator, List<DataType> argumentTypes, LongFunction<ListTable> tables) {
        this.accumulator = accumulator;
        this.argumentTypes = argumentTypes;
        this.tables = tables;
    }

    @Override
    public void open(long namespace) {
        lists = tables.apply(namespace);
    }

    @Override
    public List<DataType> storedTypes() {
        return List.of();
    }

    @Override
    public boolean takesNulls() {
        return accumulator.takesNulls();
    }

    @Override
    public void begin(TouchedGroups touched, List<Column> stored) {
        groups = touched;
        come.clear();
        gone.clear();
        ListTable.Lists known = lists.read(touched.keys(), touched.hashes(), touched.count());
        int[] ends = known.ends();
        int[] ofRows = new int[touched.count() == 0 ? 0 : ends[touched.count() - 1]];
        int at = 0;
        for (int group = 0; group < touched.count(); group++) {
            Arrays.fill(ofRows, at, ends[group], group);
            at = ends[group];
        }
        held = new Rows(ofRows, ofRows.length, flat(known.elements()));
        accumulator.clear();
        accumulator.ensure(touched.count());
        accumulate(held);
        before = accumulator.result(0, touched.count());
    }

    private static List<Column> flat(Column[] columns) {
        return Arrays.stream(columns).map(Column::flat).toList();
    }

    private void accumulate(Rows rows) {
        if (rows.count() > 0) {
            accumulator.add(rows.groups(), rows.count(), rows.arguments());
        }
    }

    @Override
    public void add(int[] ofRows, int rows, List<Column> arguments) {
        come.add(new Rows(Arrays.copyOf(ofRows, rows), rows, arguments));
    }

    @Override
    public void retract(int[] ofRows, int rows, List<Column> arguments) {
        if (rows > 0) {
            gone.add(new Rows(Arrays.copyOf(ofRows, rows), rows, arguments));
        }
    }

    @Override
    public void merge(Batch batch, int[] columns, int[] ofRows) {
        throw new IllegalStateException("arguments that are held do not come as partial results");
    }

    @Override
    public void end() {
        if (gone.isEmpty()) {
            come.forEach(this::accumulate);
            come.forEach(this::append);
        } else {
            replace();
        }
        after = accumulator.result(0, groups.count());
    }

    private void append(Rows rows) {
        if (rows.count() > 0) {
            lists.append(
                    groups.keys(rows.groups(), rows.count()),
                    groups.hashes(rows.groups(), rows.count()),
                    rows.count(),
                    rows.arguments().toArray(Column[]::new));
        }
    }

    /** Writes the lists of groups anew from which something goes. */
    private void replace() {
        Rows all = concatenated();
        boolean[] goes = going(all);
        boolean[] rewritten = new boolean[groups.count()];
        gone.forEach(rows -> {
            for (int i = 0; i < rows.count(); i++) {
                rewritten[rows.groups()[i]] = true;
            }
        });
        clear(rewritten);
        accumulator.clear();
        accumulator.ensure(groups.count());
        accumulate(selected(all, row -> !goes[row]));
        int heldRows = held.count();
        append(selected(all, row -> !goes[row] && (rewritten[all.groups()[row]] || row >= heldRows)));
    }

    private Rows concatenated() {
        List<Rows> parts = new ArrayList<>(List.of(held));
        parts.addAll(come);
        int count = parts.stream().mapToInt(Rows::count).sum();
        int[] ofRows = new int[count];
        int at = 0;
        for (Rows part : parts) {
            System.arraycopy(part.groups(), 0, ofRows, at, part.count());
            at += part.count();
        }
        List<Column> arguments = new ArrayList<>();
        for (int i = 0; i < argumentTypes.size(); i++) {
            int argument = i;
            arguments.add(ColumnConcatenation.of(parts.stream()
                            .map(part -> part.arguments().get(argument))
                            .toList())
                    .flat());
        }
        return new Rows(ofRows, count, arguments);
    }

    /** Of equal arguments of a group the first ones go, as many as are taken back. */
    private boolean[] going(Rows all) {
        List<DataType> types = new ArrayList<>(List.of(DataType.of(TypeKind.INT).withNullable(false)));
        types.addAll(argumentTypes);
        GroupTable values = new GroupTable(types);
        int[] numbers = insert(values, all);
        int[][] goneNumbers = gone.stream().map(rows -> insert(values, rows)).toArray(int[][]::new);
        int[] open = new int[values.groupCount()];
        for (int[] ofRows : goneNumbers) {
            for (int number : ofRows) {
                open[number]++;
            }
        }
        boolean[] goes = new boolean[all.count()];
        for (int row = 0; row < goes.length; row++) {
            goes[row] = open[numbers[row]]-- > 0;
        }
        return goes;
    }

    private static int[] insert(GroupTable values, Rows rows) {
        Column[] keys = new Column[rows.arguments().size() + 1];
        keys[0] = new IntColumn(rows.count(), rows.groups(), null);
        for (int i = 1; i < keys.length; i++) {
            keys[i] = rows.arguments().get(i - 1);
        }
        int[] numbers = new int[rows.count()];
        values.insert(keys, rows.count(), numbers);
        return numbers;
    }

    private void clear(boolean[] rewritten) {
        int[] cleared = IntStream.range(0, rewritten.length)
                .filter(group -> rewritten[group])
                .toArray();
        lists.clear(groups.keys(cleared, cleared.length), groups.hashes(cleared, cleared.length), cleared.length);
    }

    private static Rows selected(Rows all, IntPredicate wanted) {
        int[] positions = IntStream.range(0, all.count()).filter(wanted).toArray();
        int[] ofRows = new int[positions.length];
        for (int i = 0; i < positions.length; i++) {
            ofRows[i] = all.groups()[positions[i]];
        }
        List<Column> arguments = all.arguments().stream()
                .map(column -> column.take(positions, 0, positions.length))
                .toList();
        return new Rows(ofRows, positions.length, arguments);
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
        return List.of();
    }
}

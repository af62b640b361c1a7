package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.ArgumentTaker;
import io.blink.runtime.operator.aggregate.EntryNumbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The different arguments of each group, for all DISTINCT aggregates over the same columns, whatever their filters. For each argument a table has which of the filters let it through: over rows that only
 * come one bit for each filter, else how many rows passed each. The aggregates get an argument when the first row with it comes, and lose it when the last one goes.
 */
final class DistinctArguments {
    /** Filters whose bits one column holds. */
    private static final int BITS = Long.SIZE - 1;

    private final int[] columns;
    private final boolean retracts;
    private final boolean dealtOut;
    private final List<Filter> filters = new ArrayList<>();
    private final EntryNumbers numbers = new EntryNumbers();
    private LongFunction<ValueTable> tables;
    private ValueTable table;
    private int[] entries = new int[Batch.TARGET_ROWS];
    private boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private int[] positions = new int[Batch.TARGET_ROWS];

    /** @param column -1: every row passes */
    private record Filter(int column, List<ArgumentTaker> calls) {}

    /** What the rows of one batch do to different arguments, which {@code groups} and {@code arguments} have each once, by number. */
    private record Touched(int count, int[] groups, List<Column> arguments, long[][] differences) {}

    /** @param dealtOut whether the arguments, behind the keys of groups, decide on the task of a row */
    DistinctArguments(List<Integer> columns, boolean retracts, boolean dealtOut) {
        this.dealtOut = dealtOut;
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.retracts = retracts;
    }

    boolean serves(List<Integer> arguments) {
        return arguments.equals(Arrays.stream(columns).boxed().toList());
    }

    void feed(int filterColumn, ArgumentTaker call) {
        for (Filter filter : filters) {
            if (filter.column() == filterColumn) {
                filter.calls().add(call);
                return;
            }
        }
        filters.add(new Filter(filterColumn, new ArrayList<>(List.of(call))));
    }

    /** Once all aggregates are known. */
    List<DataType> storedTypes() {
        int width = retracts ? filters.size() : (filters.size() + BITS - 1) / BITS;
        return Collections.nCopies(width, DataType.of(TypeKind.BIGINT).withNullable(true));
    }

    /** @param keyed of namespaces, by the keys of groups, with the arguments as sub-keys or, dealt out, as further keys */
    void placeIn(LongFunction<ValueTable> keyed) {
        tables = keyed;
    }

    /** From here on the groups are those of a namespace. */
    void open(long namespace) {
        table = tables.apply(namespace);
    }

    /** Takes the rows of a batch, and tells the aggregates what came and went. @param signs of {@link SignedRows} */
    void take(Batch batch, TouchedGroups groups, byte[] signs) {
        int rows = batch.rowCount();
        ensure(rows);
        boolean[][] passed = new boolean[filters.size()][];
        int count = select(batch, passed);
        if (count > 0) {
            Touched touched = claim(batch, groups, signs, passed, count);
            if (retracts) {
                applyCounts(touched, groups);
            } else {
                applyBits(touched);
            }
        }
    }

    private void ensure(int rows) {
        if (entries.length < rows) {
            entries = new int[rows];
            fresh = new boolean[rows];
            positions = new int[rows];
        }
    }

    /** The rows without a NULL argument that pass a filter. */
    private int select(Batch batch, boolean[][] passed) {
        int rows = batch.rowCount();
        boolean[] any = new boolean[rows];
        for (int f = 0; f < passed.length; f++) {
            passed[f] = passed(batch, filters.get(f).column());
            for (int i = 0; i < rows; i++) {
                any[i] |= passed[f][i];
            }
        }
        for (int column : columns) {
            Column argument = batch.column(column);
            for (int i = 0; argument.mayHaveNulls() && i < rows; i++) {
                any[i] &= !argument.isNull(i);
            }
        }
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += any[i] ? 1 : 0;
        }
        return count;
    }

    private static boolean[] passed(Batch batch, int filter) {
        boolean[] passed = new boolean[batch.rowCount()];
        if (filter < 0) {
            Arrays.fill(passed, true);
            return passed;
        }
        ByteColumn flags = (ByteColumn) batch.column(filter).flat();
        boolean[] nulls = flags.nulls();
        for (int i = 0; i < passed.length; i++) {
            passed[i] = flags.values()[i] != 0 && (nulls == null || !nulls[i]);
        }
        return passed;
    }

    private Touched claim(Batch batch, TouchedGroups groups, byte[] signs, boolean[][] passed, int count) {
        int[] ofRows = new int[count];
        for (int i = 0; i < count; i++) {
            ofRows[i] = groups.ofRows()[positions[i]];
        }
        List<Column> arguments = new ArrayList<>();
        for (int column : columns) {
            arguments.add(batch.column(column).flat().take(positions, 0, count));
        }
        Column[] keys = keys(groups.keys(ofRows, count), arguments);
        table.claim(keys, hashes(keys, groups, ofRows, count), count, entries, fresh);
        int different = numbers.number(entries, fresh, count);
        int[] ofEntries = numbers.numbers();
        int[] firstRows = firstRows(ofEntries, count, different);
        int[] groupsOfEntries = new int[different];
        for (int entry = 0; entry < different; entry++) {
            groupsOfEntries[entry] = ofRows[firstRows[entry]];
        }
        long[][] differences = new long[filters.size()][different];
        for (int f = 0; f < differences.length; f++) {
            for (int i = 0; i < count; i++) {
                int sign = signs == null ? 1 : signs[positions[i]];
                differences[f][ofEntries[i]] += passed[f][positions[i]] ? sign : 0;
            }
        }
        return new Touched(
                different,
                groupsOfEntries,
                arguments.stream()
                        .map(column -> column.take(firstRows, 0, different))
                        .toList(),
                differences);
    }

    private static Column[] keys(Column[] keys, List<Column> arguments) {
        Column[] all = Arrays.copyOf(keys, keys.length + arguments.size());
        for (int i = 0; i < arguments.size(); i++) {
            all[keys.length + i] = arguments.get(i);
        }
        return all;
    }

    private long[] hashes(Column[] keys, TouchedGroups groups, int[] ofRows, int count) {
        if (!dealtOut) {
            return groups.hashes(ofRows, count);
        }
        long[] hashes = new long[count];
        int[] positions = IntStream.range(0, keys.length).toArray();
        ColumnHash.ofKeys(new Batch(count, List.of(keys)), positions, hashes);
        return hashes;
    }

    static int[] firstRows(int[] numbers, int rows, int different) {
        int[] first = new int[different];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            if (numbers[i] == next) {
                first[next++] = i;
            }
        }
        return first;
    }

    // ---- Rows only come

    private void applyBits(Touched touched) {
        int count = touched.count();
        Column[] stored = table.values(entries, count);
        long[][] bits = new long[stored.length][];
        for (int w = 0; w < stored.length; w++) {
            bits[w] = longs(stored[w], count);
        }
        boolean[] changed = new boolean[count];
        for (int f = 0; f < filters.size(); f++) {
            long bit = 1L << f % BITS;
            long[] word = bits[f / BITS];
            int came = 0;
            for (int i = 0; i < count; i++) {
                positions[came] = i;
                boolean first = touched.differences()[f][i] > 0 && (word[i] & bit) == 0;
                word[i] |= first ? bit : 0;
                changed[i] |= first;
                came += first ? 1 : 0;
            }
            tell(filters.get(f), touched, came, true);
        }
        update(changed, bits);
    }

    private static long[] longs(Column column, int count) {
        LongColumn flat = (LongColumn) column.flat();
        long[] values = Arrays.copyOf(flat.values(), count);
        for (int i = 0; flat.nulls() != null && i < count; i++) {
            values[i] = flat.nulls()[i] ? 0 : values[i];
        }
        return values;
    }

    private void update(boolean[] changed, long[][] values) {
        int[] rows = new int[changed.length];
        int[] changedEntries = new int[changed.length];
        int count = 0;
        for (int i = 0; i < changed.length; i++) {
            rows[count] = i;
            changedEntries[count] = entries[i];
            count += changed[i] ? 1 : 0;
        }
        if (count == 0) {
            return;
        }
        Column[] columnsOfChanged = new Column[values.length];
        for (int w = 0; w < values.length; w++) {
            columnsOfChanged[w] = new LongColumn(changed.length, values[w], null).take(rows, 0, count);
        }
        table.update(changedEntries, count, columnsOfChanged);
    }

    /** The arguments at the selected positions. */
    private void tell(Filter filter, Touched touched, int count, boolean came) {
        if (count == 0) {
            return;
        }
        int[] groups = new int[count];
        for (int i = 0; i < count; i++) {
            groups[i] = touched.groups()[positions[i]];
        }
        List<Column> arguments = touched.arguments().stream()
                .map(column -> column.take(positions, 0, count))
                .toList();
        for (ArgumentTaker call : filter.calls()) {
            if (came) {
                call.add(groups, count, arguments);
            } else {
                call.retract(groups, count, arguments);
            }
        }
    }

    // ---- Rows come and go

    private void applyCounts(Touched touched, TouchedGroups groups) {
        int count = touched.count();
        Column[] stored = table.values(entries, count);
        long[][] counts = new long[stored.length][];
        boolean[] changed = new boolean[count];
        boolean[] left = new boolean[count];
        long[][] old = new long[stored.length][];
        for (int f = 0; f < counts.length; f++) {
            old[f] = longs(stored[f], count);
            counts[f] = new long[count];
            for (int i = 0; i < count; i++) {
                counts[f][i] = Math.max(0, old[f][i] + touched.differences()[f][i]);
                changed[i] |= counts[f][i] != old[f][i];
                left[i] |= counts[f][i] > 0;
            }
        }
        update(changed, counts);
        for (int f = 0; f < counts.length; f++) {
            tell(filters.get(f), touched, select(old[f], counts[f]), true);
        }
        for (int f = 0; f < counts.length; f++) {
            tell(filters.get(f), touched, select(counts[f], old[f]), false);
        }
        remove(touched, left, groups);
    }

    /** Where there was none and is one now. */
    private int select(long[] before, long[] after) {
        int count = 0;
        for (int i = 0; i < before.length; i++) {
            positions[count] = i;
            count += before[i] == 0 && after[i] > 0 ? 1 : 0;
        }
        return count;
    }

    private void remove(Touched touched, boolean[] left, TouchedGroups groups) {
        int count = 0;
        int[] gone = new int[touched.count()];
        for (int i = 0; i < left.length; i++) {
            positions[count] = i;
            gone[count] = touched.groups()[i];
            count += left[i] ? 0 : 1;
        }
        int removed = count;
        if (removed > 0) {
            List<Column> arguments = touched.arguments().stream()
                    .map(column -> column.take(positions, 0, removed))
                    .toList();
            Column[] keys = keys(groups.keys(gone, removed), arguments);
            table.remove(keys, hashes(keys, groups, gone, removed), removed);
        }
    }
}

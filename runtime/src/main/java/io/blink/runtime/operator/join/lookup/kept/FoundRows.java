package io.blink.runtime.operator.join.lookup.kept;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.SortedMapTable.Direction;
import io.blink.core.spi.state.SortedMapTable.Range;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What was found for the rows that are there. Table {@code found}: by row key, under the number of the row's arrival and a number of its own, each of the table's rows; of a LEFT join one of NULLs where
 * there was none. Numbers grow over the whole life of the state, so that of rows alike the last to come is told from the others.
 */
final class FoundRows {
    /** Read of a key at once. Most have one; more are read in turns. */
    private static final int PAGE = 16;

    private static final int NUMBERS = 2;

    private final SortedMapTable table;
    private final int[] keyColumns;
    private final int leftWidth;
    private long[] hashes = new long[0];
    private long nextNumber;

    /** @param nextNumber greater than any in the store */
    FoundRows(OperatorSpec.KeptLookup spec, List<Field> input, KeyedStateStore store, long nextNumber) {
        this.nextNumber = nextNumber;
        keyColumns = spec.rowKey().stream().mapToInt(Integer::intValue).toArray();
        leftWidth = input.size();
        DataType number = DataType.of(TypeKind.BIGINT).withNullable(false);
        table = store.sortedMapTable(
                new TableSchema(
                        "found",
                        spec.rowKey().stream().map(key -> input.get(key).type()).toList(),
                        List.of(number, number),
                        spec.tableFields().stream()
                                .map(field -> field.type().withNullable(true))
                                .toList(),
                        spec.stateTtlMillis()),
                0);
    }

    long nextNumber() {
        return nextNumber;
    }

    /** Numbers for rows that come: a column to be carried along by their lookup. */
    Column arrivals(int rows) {
        return numbers(rows);
    }

    private LongColumn numbers(int count) {
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = nextNumber++;
        }
        return new LongColumn(count, numbers, null);
    }

    /** Keeps what was found, and gives it without the arrivals. @param joined rows, arrivals, what was found */
    Batch keep(Batch joined) {
        int count = joined.rowCount();
        hashes = hashes.length < count ? new long[count] : hashes;
        ColumnHash.ofKeys(joined, keyColumns, hashes);
        List<Column> columns = joined.columns();
        List<Column> found = columns.subList(leftWidth + 1, columns.size());
        table.put(
                keys(joined),
                hashes,
                count,
                new Column[] {columns.get(leftWidth), numbers(count)},
                found.toArray(Column[]::new));
        return beside(joined, columns.subList(0, leftWidth), found);
    }

    private static Batch beside(Batch rows, List<Column> left, List<Column> found) {
        List<Column> both = new ArrayList<>(left);
        both.addAll(found);
        return new Batch(rows.rowCount(), both);
    }

    private Column[] keys(Batch rows) {
        return Arrays.stream(keyColumns).mapToObj(rows::column).toArray(Column[]::new);
    }

    /** Rows that go, and what of that which was found for them is still to be taken out. */
    final class Taking {
        private Batch rows;
        /** Of each row, the arrival whose rest is to be taken; {@code null}: the last one of its key. */
        private long[] arrivals;

        private int size;
        private int[] rowOf;
        private int[] entryOf;

        /** @param rows no two with the same key */
        Taking(Batch rows) {
            this.rows = rows;
        }

        /** Takes the next rows out and gives them beside the rows that go; {@code null}: that was all. Nothing is given for a row of which the table knows nothing. */
        Batch next() {
            while (rows.rowCount() > 0) {
                Column[] keys = keys(rows);
                Range range = arrivals == null
                        ? Range.ALL
                        : new Range(new Column[] {new LongColumn(arrivals.length, arrivals, null)}, null);
                SortedMapTable.Entries read = table.readEach(keys, rows.rowCount(), range, Direction.DESCENDING, PAGE);
                Batch from = rows;
                choose(read);
                if (size > 0) {
                    return taken(from, read.entries());
                }
            }
            return null;
        }

        /** The entries of one arrival of each row; goes on with the rows that have a full page of them. */
        private void choose(SortedMapTable.Entries read) {
            int[] ends = read.ends();
            int entries = read.entries().rowCount();
            long[] arrived = entries == 0
                    ? new long[0]
                    : ((LongColumn) read.entries().column(0).flat()).values();
            int[] more = new int[rows.rowCount()];
            long[] moreArrivals = new long[rows.rowCount()];
            int moreCount = 0;
            rowOf = new int[entries];
            entryOf = new int[entries];
            size = 0;
            int start = 0;
            for (int row = 0; row < rows.rowCount(); row++) {
                int entry = start;
                for (; entry < ends[row] && arrived[entry] == arrived[start]; entry++) {
                    rowOf[size] = row;
                    entryOf[size++] = entry;
                }
                if (entry - start == PAGE) {
                    more[moreCount] = row;
                    moreArrivals[moreCount++] = arrived[start];
                }
                start = ends[row];
            }
            rows = rows.take(more, 0, moreCount);
            arrivals = Arrays.copyOf(moreArrivals, moreCount);
        }

        private Batch taken(Batch from, Batch entries) {
            Batch gone = from.take(rowOf, 0, size);
            Batch found = entries.take(entryOf, 0, size);
            table.remove(keys(gone), size, new Column[] {found.column(0), found.column(1)});
            return beside(
                    gone,
                    gone.columns(),
                    found.columns().subList(NUMBERS, found.columns().size()));
        }
    }
}

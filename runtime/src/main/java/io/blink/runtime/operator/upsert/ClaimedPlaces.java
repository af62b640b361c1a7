package io.blink.runtime.operator.upsert;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SinkConflict;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.SortedMapTable.Direction;
import io.blink.core.spi.state.SortedMapTable.Range;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.EntryNumbers;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rows that are there for each primary key. Table {@code places} has, for each of them, by primary key and identity, how many times it is there and its sequence number; table {@code rows}, by
 * primary key, the rows sorted by that number. Of equal rows one stands for all.
 */
final class ClaimedPlaces {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);

    /** Whether a new content of a row makes it the last one. */
    private final boolean lastWins;

    private final ValueTable places;
    private final SortedMapTable rows;
    private final int[] keyColumns;
    private final int[] placeColumns;
    private final int[] valueColumns;
    private final EntryNumbers numbers = new EntryNumbers();
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final int[] lastAdded = new int[Batch.TARGET_ROWS];
    private final int[] lastRow = new int[Batch.TARGET_ROWS];
    private final long[] added = new long[Batch.TARGET_ROWS];
    /** A NULL of each value's type. */
    private final Column[] nulls;

    private long nextSequence;

    /** @param types of the rows */
    ClaimedPlaces(OperatorSpec.UpsertMaterialize spec, List<DataType> types, KeyedStateStore store, long nextSequence) {
        this.nextSequence = nextSequence;
        lastWins = spec.conflict() == SinkConflict.DEDUPLICATE;
        keyColumns = spec.primaryKey().stream().mapToInt(Integer::intValue).toArray();
        placeColumns = Stream.concat(spec.primaryKey().stream(), spec.identity().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        valueColumns = IntStream.range(0, types.size())
                .filter(column -> !spec.primaryKey().contains(column))
                .toArray();
        List<DataType> keyTypes = spec.primaryKey().stream().map(types::get).toList();
        nulls = IntStream.of(valueColumns)
                .mapToObj(types::get)
                .map(ClaimedPlaces::nullOf)
                .toArray(Column[]::new);
        places = store.valueTable(
                new TableSchema(
                        "places",
                        keyTypes,
                        spec.identity().stream().map(types::get).toList(),
                        List.of(NUMBER, NUMBER),
                        spec.stateTtlMillis()),
                0);
        rows = store.sortedMapTable(
                new TableSchema(
                        "rows",
                        keyTypes,
                        List.of(NUMBER),
                        IntStream.of(valueColumns).mapToObj(types::get).toList(),
                        spec.stateTtlMillis()),
                0);
    }

    private static Column nullOf(DataType type) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        builder.appendNull();
        return builder.build();
    }

    long nextSequence() {
        return nextSequence;
    }

    /** Takes a changelog up. At most {@link Batch#TARGET_ROWS} rows. */
    void apply(Batch batch) {
        int count = batch.rowCount();
        ColumnHash.ofKeys(batch, keyColumns, hashes);
        places.claim(pick(batch.columns(), placeColumns), hashes, count, entries, fresh);
        int distinct = numbers.number(entries, fresh, count);
        addUp(batch, distinct);
        int[] known = new int[distinct];
        for (int p = 0; p < distinct; p++) {
            known[p] = fresh[p] ? ValueTable.NONE : entries[p];
        }
        Column[] stored = places.values(known, distinct);
        write(batch, distinct, ((LongColumn) stored[0].flat()).values(), ((LongColumn) stored[1].flat()).values());
    }

    private void addUp(Batch batch, int distinct) {
        for (int p = 0; p < distinct; p++) {
            added[p] = 0;
            lastAdded[p] = -1;
        }
        int[] placeOfRow = numbers.numbers();
        byte[] kinds = batch.rowKinds();
        for (int i = 0; i < batch.rowCount(); i++) {
            int place = placeOfRow[i];
            boolean gone = !RowKinds.comes(kinds, i);
            added[place] += gone ? -1 : 1;
            lastAdded[place] = gone ? lastAdded[place] : i;
            lastRow[place] = i;
        }
    }

    /** A row that comes after it was taken back too often is there, since what was taken back is one that was forgotten. @param counts and sequences of places as they were, undefined for new ones */
    private void write(Batch batch, int distinct, long[] counts, long[] sequences) {
        Positions kept = new Positions(distinct);
        Positions put = new Positions(distinct);
        Positions replaced = new Positions(distinct);
        Positions gone = new Positions(distinct);
        int[] keptEntries = new int[distinct];
        long[] keptCounts = new long[distinct];
        for (int p = 0; p < distinct; p++) {
            long before = fresh[p] ? 0 : counts[p];
            long now = Math.max(before + added[p], lastAdded[p] == lastRow[p] ? 1 : 0);
            if (now > 0) {
                boolean moves = lastAdded[p] >= 0 && (before == 0 || lastWins);
                long sequence = moves ? nextSequence + lastAdded[p] : sequences[p];
                keptEntries[kept.count()] = entries[p];
                keptCounts[kept.count()] = now;
                kept.add(lastRow[p], sequence);
                if (lastAdded[p] >= 0) {
                    put.add(lastAdded[p], sequence);
                }
                if (moves && before > 0) {
                    replaced.add(lastRow[p], sequences[p]);
                }
            } else {
                gone.add(lastRow[p], 0);
                if (before > 0) {
                    replaced.add(lastRow[p], sequences[p]);
                }
            }
        }
        if (kept.count() > 0) {
            places.update(keptEntries, kept.count(), new Column[] {
                new LongColumn(kept.count(), keptCounts, null), kept.sequences()
            });
        }
        nextSequence += batch.rowCount();
        removePlaces(batch, gone);
        removeRows(batch, replaced);
        putRows(batch, put);
    }

    private void removePlaces(Batch batch, Positions gone) {
        if (gone.count() > 0) {
            Batch taken = gone.of(batch);
            ColumnHash.ofKeys(taken, keyColumns, hashes);
            places.remove(pick(taken.columns(), placeColumns), hashes, gone.count());
        }
    }

    private void removeRows(Batch batch, Positions replaced) {
        if (replaced.count() > 0) {
            rows.remove(
                    pick(replaced.of(batch).columns(), keyColumns), replaced.count(), new Column[] {replaced.sequences()
                    });
        }
    }

    private void putRows(Batch batch, Positions put) {
        if (put.count() > 0) {
            Batch taken = put.of(batch);
            ColumnHash.ofKeys(taken, keyColumns, hashes);
            rows.put(
                    pick(taken.columns(), keyColumns),
                    hashes,
                    put.count(),
                    new Column[] {put.sequences()},
                    pick(taken.columns(), valueColumns));
        }
    }

    private static Column[] pick(List<Column> columns, int[] chosen) {
        return IntStream.of(chosen).mapToObj(columns::get).toArray(Column[]::new);
    }

    /**
     * The row that stands for each key, as a change by key: +U, or -D where there is none.
     *
     * @param several whether other rows claim the place, equal ones too
     */
    record Standing(Batch rows, boolean[] several) {}

    /** @param keys columns of primary keys, all different, at most {@link Batch#TARGET_ROWS} */
    Standing standing(Column[] keys, int count) {
        Direction direction = lastWins ? Direction.DESCENDING : Direction.ASCENDING;
        SortedMapTable.Entries found = rows.readEach(keys, count, Range.ALL, direction, lastWins ? 1 : 2);
        int[] positions = new int[count];
        boolean[] several = new boolean[count];
        byte[] kinds = new byte[count];
        int from = 0;
        int present = 0;
        for (int key = 0; key < count; key++) {
            int end = found.ends()[key];
            boolean there = end > from;
            positions[key] = there ? from : found.entries().rowCount();
            kinds[key] = there ? RowKinds.UPDATE_AFTER : RowKinds.DELETE;
            several[key] = end - from > 1;
            present += there ? 1 : 0;
            from = end;
        }
        Batch standing = new Batch(count, columns(keys, found.entries(), positions, present < count), kinds);
        if (!lastWins) {
            addRepeated(standing, several);
        }
        return new Standing(standing, several);
    }

    /** @param gaps whether some of the positions are behind what was found */
    private List<Column> columns(Column[] keys, Batch found, int[] positions, boolean gaps) {
        int count = positions.length;
        Column[] columns = new Column[keyColumns.length + valueColumns.length];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[keyColumns[k]] = keys[k];
        }
        for (int v = 0; v < valueColumns.length; v++) {
            Column values = found.column(1 + v).flat();
            Column source = gaps ? ColumnConcatenation.of(List.of(values, nulls[v])) : values;
            columns[valueColumns[v]] = source.take(positions, 0, count);
        }
        return List.of(columns);
    }

    private void addRepeated(Batch standing, boolean[] several) {
        int count = standing.rowCount();
        ColumnHash.ofKeys(standing, keyColumns, hashes);
        places.find(pick(standing.columns(), placeColumns), hashes, count, entries);
        LongColumn counts = (LongColumn) places.values(entries, count)[0].flat();
        for (int i = 0; i < count; i++) {
            several[i] |= !counts.isNull(i) && counts.values()[i] > 1;
        }
    }

    /** Rows of a batch, each with a sequence number. */
    private static final class Positions {
        private final int[] positions;
        private final long[] sequences;
        private int count;

        Positions(int capacity) {
            positions = new int[capacity];
            sequences = new long[capacity];
        }

        void add(int position, long sequence) {
            positions[count] = position;
            sequences[count++] = sequence;
        }

        int count() {
            return count;
        }

        Batch of(Batch batch) {
            return batch.take(positions, 0, count);
        }

        Column sequences() {
            return new LongColumn(count, sequences, null);
        }
    }
}

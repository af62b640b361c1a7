package io.blink.formats.selection;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.RowPredicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * One condition on rows, which cannot fail, with what it has cost and left out so far. On one column it is evaluated once for each entry of a dictionary. One thread at a time.
 */
final class RowTest {
    /** Dictionaries whose entries have been tested: the one of a column chunk and the same with an entry for NULL. */
    private static final int KNOWN_DICTIONARIES = 2;

    private final int[] columns;
    private final RowPredicate predicate;
    private final boolean ofKeys;
    private final boolean strict;
    private final IntSupplier strictness;
    private final long trialRows;
    private final int idleShift;

    private final Column[] knownDictionaries = new Column[KNOWN_DICTIONARIES];
    private final byte[][] knownEntries = new byte[KNOWN_DICTIONARIES][];
    private int nextKnown;

    /** 0: everything passes. */
    private int knownStrictness;

    private long rowsSeen;
    private long rowsPassed;
    /** Of late. */
    private double seen;

    private double passed;
    private double nanos;

    /**
     * @param columns indexes of the request's columns
     * @param predicate over a batch of these columns
     * @param ofKeys whether it is a key filter
     * @param strict whether rows that fail must be left out, so that it is never idle
     * @param strictness as {@link KeyFilter#strictness}
     * @param trialRows after which it is known whether the test leaves anything out
     * @param idleShift it does not if it passes all rows but less than this power of a half
     */
    private RowTest(
            int[] columns,
            RowPredicate predicate,
            boolean ofKeys,
            boolean strict,
            IntSupplier strictness,
            long trialRows,
            int idleShift) {
        this.columns = columns;
        this.predicate = predicate;
        this.ofKeys = ofKeys;
        this.strict = strict;
        this.strictness = strictness;
        this.trialRows = trialRows;
        this.idleShift = idleShift;
    }

    static RowTest of(int[] columns, RowPredicate predicate, boolean strict) {
        return new RowTest(columns, predicate, false, strict, () -> 1, 1 << 16, 3);
    }

    static RowTest of(KeyFilter filter) {
        RowPredicate predicate =
                (batch, positions) -> filter.select(batch.column(0), positions, all(batch.rowCount(), positions));
        return new RowTest(new int[] {filter.column()}, predicate, true, false, filter::strictness, 1 << 15, 4);
    }

    private static int all(int rows, int[] positions) {
        for (int i = 0; i < rows; i++) {
            positions[i] = i;
        }
        return rows;
    }

    /** Whether it is a key filter. */
    boolean isOfKeys() {
        return ofKeys;
    }

    /** Indexes of the request's columns. */
    int[] columns() {
        return columns;
    }

    /**
     * Sets {@code positions}, which has room for all rows, to those of the rows that pass; returns how many.
     *
     * @param read by index of the request's columns; each of {@code rows} values
     */
    int select(Column[] read, int rows, int[] positions) {
        if (strictness.getAsInt() != knownStrictness) {
            knownStrictness = strictness.getAsInt();
            rowsSeen = 0;
            rowsPassed = 0;
            endRowGroup();
        }
        if (knownStrictness == 0) {
            return all(rows, positions);
        }
        int passed = columns.length == 1 && read[columns[0]] instanceof DictionaryColumn column
                ? select(column, positions)
                : predicate.select(batch(read, rows), positions);
        count(rows, passed);
        return passed;
    }

    private void count(int rows, int passing) {
        rowsSeen += rows;
        rowsPassed += passing;
        seen += rows;
        passed += passing;
    }

    private Batch batch(Column[] read, int rows) {
        List<Column> values = new ArrayList<>(columns.length);
        for (int index : columns) {
            values.add(read[index]);
        }
        return new Batch(rows, values);
    }

    private int select(DictionaryColumn column, int[] positions) {
        byte[] passes = entries(column.dictionary());
        int[] ids = column.ids();
        int rows = column.size();
        int passed = 0;
        for (int i = 0; i < rows; i++) {
            positions[passed] = i;
            passed += passes[ids[i]];
        }
        return passed;
    }

    /** 1 for each entry of the dictionary that passes. */
    private byte[] entries(Column dictionary) {
        for (int i = 0; i < KNOWN_DICTIONARIES; i++) {
            if (knownDictionaries[i] == dictionary) {
                return knownEntries[i];
            }
        }
        int[] positions = new int[dictionary.size()];
        int passed = predicate.select(new Batch(dictionary.size(), List.of(dictionary)), positions);
        byte[] entries = new byte[dictionary.size()];
        for (int i = 0; i < passed; i++) {
            entries[positions[i]] = 1;
        }
        knownDictionaries[nextKnown] = dictionary;
        knownEntries[nextKnown] = entries;
        nextKnown = (nextKnown + 1) % KNOWN_DICTIONARIES;
        return entries;
    }

    /** Forgets dictionaries, which would otherwise live on behind their row group. */
    void endRowGroup() {
        Arrays.fill(knownDictionaries, null);
        Arrays.fill(knownEntries, null);
    }

    /** Counts in what one batch took: reading columns for it, and testing. */
    void spent(long moreNanos) {
        nanos += moreNanos;
    }

    /** Whether it leaves hardly anything out. */
    boolean isIdle() {
        return !strict && rowsSeen >= trialRows && rowsPassed > rowsSeen - (rowsSeen >> idleShift);
    }

    /** Share of rows left out for the time it takes; the greatest first makes the fewest values to be read and tested in vain. */
    double worth() {
        return seen == 0 ? Double.MAX_VALUE : (1 - passed / seen) / Math.max(1, nanos);
    }

    /** Lets what was long ago count for less. */
    void age() {
        seen /= 2;
        passed /= 2;
        nanos /= 2;
    }
}

package io.blink.runtime.operator.hashtable;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.util.List;

/**
 * Keys as integers: a string is the number of its value among the different ones that came, which is looked up once for each entry of a dictionary and not for each row. Of use while strings come
 * in dictionaries and are few.
 */
final class KeyCodes {
    private static final int VALUES_MAX = 1 << 12;
    /** A dictionary may be so much longer than the batch that brings it. */
    private static final int ENTRIES_FREE = 1 << 8;

    /** By column; {@code null} for integers. */
    private final GroupTable[] values;
    /** The last dictionary of each column, and the numbers of its entries. */
    private final Column[] dictionaries;

    private final int[][] numbers;

    KeyCodes(List<DataType> types) {
        values = new GroupTable[types.size()];
        dictionaries = new Column[types.size()];
        numbers = new int[types.size()][];
        for (int k = 0; k < values.length; k++) {
            values[k] = isString(types.get(k)) ? new GroupTable(types.subList(k, k + 1)) : null;
        }
    }

    static boolean supports(List<DataType> types) {
        return types.stream().anyMatch(KeyCodes::isString)
                && types.stream().allMatch(type -> isString(type) || KeyRanges.supports(List.of(type)));
    }

    private static boolean isString(DataType type) {
        return type.physicalType() == PhysicalType.BYTES;
    }

    /** The keys of new rows with strings as numbers; {@code null} if they are no longer to be coded. */
    Column[] code(Column[] keys, int rows) {
        Column[] coded = keys.clone();
        for (int k = 0; k < keys.length; k++) {
            if (values[k] != null) {
                coded[k] = code(k, keys[k], rows);
                if (coded[k] == null) {
                    return null;
                }
            }
        }
        return coded;
    }

    private Column code(int column, Column strings, int rows) {
        Column entries = entries(strings);
        int[] ofEntries = entries == null ? null : number(column, entries, rows);
        if (ofEntries == null) {
            return null;
        }
        if (!(strings instanceof DictionaryColumn dictionary)) {
            return new ConstantColumn(rows, new IntColumn(1, ofEntries, null));
        }
        int[] ids = dictionary.ids();
        int[] ofRows = new int[rows];
        for (int i = 0; i < rows; i++) {
            ofRows[i] = ofEntries[ids[i]];
        }
        return new IntColumn(rows, ofRows, null);
    }

    /** The numbers of flat values; {@code null} if these are too many. */
    private int[] number(int column, Column entries, int rows) {
        if (entries == dictionaries[column]) {
            return numbers[column];
        }
        int count = entries.size();
        if (count > rows + ENTRIES_FREE || values[column].groupCount() + count > VALUES_MAX) {
            return null;
        }
        int[] ofEntries = new int[count];
        values[column].insert(new Column[] {entries}, count, ofEntries);
        dictionaries[column] = entries;
        numbers[column] = ofEntries;
        return ofEntries;
    }

    /** Flat keys, all of which have come before. */
    Column[] codeKnown(Column[] keys, int rows) {
        Column[] coded = keys.clone();
        for (int k = 0; k < keys.length; k++) {
            if (values[k] != null) {
                int[] found = new int[rows];
                values[k].find(new Column[] {keys[k]}, rows, found);
                coded[k] = new IntColumn(rows, found, null);
            }
        }
        return coded;
    }

    /** Bytes that {@link #code} will add at most. */
    long bytesToCode(Column[] keys) {
        long bytes = 0;
        for (int k = 0; k < keys.length; k++) {
            Column entries = values[k] == null ? null : entries(keys[k]);
            if (entries != null && entries != dictionaries[k] && entries.size() <= VALUES_MAX) {
                bytes += values[k].bytesToInsert(new Column[] {entries}, entries.size()) + retainedBytes(entries);
            }
        }
        return bytes;
    }

    /** The values that are looked up for a column of strings; {@code null}: it is not coded. */
    private static Column entries(Column strings) {
        if (strings instanceof ConstantColumn constant) {
            return constant.value();
        }
        return strings instanceof DictionaryColumn dictionary ? dictionary.dictionary() : null;
    }

    private static long retainedBytes(Column entries) {
        return entries.retainedBytes() + (long) entries.size() * Integer.BYTES;
    }

    long retainedBytes() {
        long bytes = 0;
        for (int k = 0; k < values.length; k++) {
            bytes += values[k] == null ? 0 : values[k].retainedBytes();
            bytes += dictionaries[k] == null ? 0 : retainedBytes(dictionaries[k]);
        }
        return bytes;
    }

    void clear() {
        for (int k = 0; k < values.length; k++) {
            if (values[k] != null) {
                values[k].clear();
            }
            dictionaries[k] = null;
            numbers[k] = null;
        }
    }
}

package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.JoinInputRows;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One side of a join of streams: its columns, its keys, and how its rows are kept.
 *
 * @param name of the side in names of tables
 * @param identity columns beside the join keys that tell rows of one join key apart; for a side whose rows are kept as they come, none
 * @param tracksMatches whether rows count their matches, since they are emitted for having some or none
 */
record SideLayout(
        String name,
        List<DataType> types,
        int[] keys,
        boolean[] nullsEqual,
        Storage storage,
        int[] identity,
        boolean tracksMatches,
        long ttlMillis) {
    static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    /** How rows are kept. */
    enum Storage {
        /** At most one row for a join key. */
        SINGLE,
        /** Rows that are never taken back, one behind the other. */
        APPENDED,
        /** Rows that a unique key identifies within their join key. */
        KEYED,
        /** Rows that their content identifies, each with the number of its copies. */
        COUNTED
    }

    static SideLayout of(OperatorSpec.StreamJoin join, List<Field> fields, boolean left) {
        List<Integer> keys = left ? join.leftKeys() : join.rightKeys();
        JoinInputRows rows = left ? join.left() : join.right();
        List<DataType> types = fields.stream().map(Field::type).toList();
        Storage storage = storage(rows, keys, !left && !join.type().emitsRightColumns());
        List<Integer> identity =
                switch (storage) {
                    case SINGLE, APPENDED -> List.of();
                    case KEYED -> rows.uniqueKey();
                    case COUNTED -> IntStream.range(0, types.size()).boxed().toList();
                };
        boolean[] nullsEqual = new boolean[keys.size()];
        for (int k = 0; k < nullsEqual.length; k++) {
            nullsEqual[k] = join.nullsEqual().get(k);
        }
        return new SideLayout(
                left ? "left" : "right",
                types,
                keys.stream().mapToInt(Integer::intValue).toArray(),
                nullsEqual,
                storage,
                identity.stream()
                        .filter(column -> !keys.contains(column))
                        .mapToInt(Integer::intValue)
                        .toArray(),
                tracks(join.type(), left),
                left ? join.leftTtlMillis() : join.rightTtlMillis());
    }

    static SideLayout of(OperatorSpec.IntervalJoin join, List<Field> fields, boolean left) {
        List<Integer> keys = left ? join.leftKeys() : join.rightKeys();
        boolean[] nullsEqual = new boolean[keys.size()];
        for (int k = 0; k < nullsEqual.length; k++) {
            nullsEqual[k] = join.nullsEqual().get(k);
        }
        return new SideLayout(
                left ? "left" : "right",
                fields.stream().map(Field::type).toList(),
                keys.stream().mapToInt(Integer::intValue).toArray(),
                nullsEqual,
                Storage.APPENDED,
                new int[0],
                tracks(join.type(), left),
                0);
    }

    private static Storage storage(JoinInputRows rows, List<Integer> keys, boolean onlyTested) {
        if (!rows.insertOnly() && !rows.uniqueKey().isEmpty()) {
            return keys.containsAll(rows.uniqueKey()) ? Storage.SINGLE : Storage.KEYED;
        }
        return rows.insertOnly() && !onlyTested ? Storage.APPENDED : Storage.COUNTED;
    }

    private static boolean tracks(JoinType type, boolean left) {
        return switch (type) {
            case LEFT, SEMI, ANTI, MARK -> left;
            case RIGHT -> !left;
            case FULL -> true;
            default -> false;
        };
    }

    /** A table of this side, keyed by the join keys. */
    TableSchema table(String table, List<DataType> subkeys, List<DataType> values) {
        List<DataType> keyTypes = Arrays.stream(keys).mapToObj(types::get).toList();
        return new TableSchema(name + "-" + table, keyTypes, subkeys, values, ttlMillis);
    }

    /** Types of a stored row: its columns, then matches, then copies. */
    List<DataType> storedTypes() {
        List<DataType> stored = new ArrayList<>(types);
        if (tracksMatches) {
            stored.add(BIGINT);
        }
        if (storage == Storage.COUNTED) {
            stored.add(BIGINT);
        }
        return stored;
    }

    /** Of a stored row, or -1. */
    int matchesColumn() {
        return tracksMatches ? types.size() : -1;
    }

    /** Of a stored row, or -1. */
    int copiesColumn() {
        return storage != Storage.COUNTED ? -1 : tracksMatches ? types.size() + 1 : types.size();
    }

    Column[] keysOf(Batch batch) {
        Column[] columns = new Column[keys.length];
        for (int k = 0; k < keys.length; k++) {
            columns[k] = batch.column(keys[k]).flat();
        }
        return columns;
    }

    long[] hashes(Batch batch) {
        long[] hashes = new long[batch.rowCount()];
        ColumnHash.ofKeys(batch, keys, hashes);
        return hashes;
    }

    /** The rows whose keys equal some key. */
    Batch equalling(Batch batch) {
        boolean[] unequal = unequal(keysOf(batch), batch.rowCount());
        if (unequal == null) {
            return batch;
        }
        int[] kept = new int[batch.rowCount()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            kept[count] = i;
            count += unequal[i] ? 0 : 1;
        }
        return batch.take(kept, 0, count);
    }

    /** Marks rows that equal nothing since a key is NULL; {@code null} if there is none. */
    boolean[] unequal(Column[] keyColumns, int rows) {
        boolean[] unequal = null;
        for (int k = 0; k < keyColumns.length; k++) {
            boolean[] nulls = nullsEqual[k] ? null : keyColumns[k].nulls();
            for (int i = 0; nulls != null && i < rows; i++) {
                if (nulls[i]) {
                    unequal = unequal == null ? new boolean[rows] : unequal;
                    unequal[i] = true;
                }
            }
        }
        return unequal;
    }
}

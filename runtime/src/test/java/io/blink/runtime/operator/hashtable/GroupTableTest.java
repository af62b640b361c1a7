package io.blink.runtime.operator.hashtable;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GroupTableTest {
    private static final List<DataType> KINDS = List.of(
            DataType.of(TypeKind.INT),
            DataType.of(TypeKind.BIGINT),
            DataType.of(TypeKind.SMALLINT),
            DataType.of(TypeKind.BOOLEAN),
            DataType.of(TypeKind.DOUBLE),
            DataType.string(),
            DataType.decimal(30, 2),
            DataType.timestamp(9),
            DataType.of(TypeKind.FLOAT),
            DataType.array(DataType.string()));

    @Test
    void numbersKeysOfEveryTypeInTheOrderInWhichTheyCome() {
        for (int seed = 0; seed < 60; seed++) {
            check(seed, KeyHash.FROZEN);
        }
    }

    @Test
    void keysWithOneHashAreToldApart() {
        for (int seed = 100; seed < 130; seed++) {
            check(seed, (keys, rows, hashes) -> {
                KeyHash.FROZEN.hash(keys, rows, hashes);
                for (int i = 0; i < rows; i++) {
                    hashes[i] &= 3;
                }
            });
        }
    }

    @Test
    void keysWithStringsLieAsOneByteString() {
        List<DataType> kinds = List.of(
                DataType.of(TypeKind.INT),
                DataType.of(TypeKind.BIGINT),
                DataType.of(TypeKind.SMALLINT),
                DataType.of(TypeKind.BOOLEAN),
                DataType.decimal(30, 2),
                DataType.timestamp(9),
                DataType.string(),
                DataType.bytes());
        for (int seed = 200; seed < 240; seed++) {
            Random random = new Random(seed);
            List<DataType> types = new ArrayList<>(List.of(DataType.string()));
            for (int k = random.nextInt(12); k >= 0; k--) {
                types.add(kinds.get(random.nextInt(kinds.size())));
            }
            assertThat(KeyRows.supports(types)).isTrue();
            int[] distinct = random.ints(types.size(), 1, 6).toArray();
            check(seed, random, types, distinct, seed % 2 == 0 ? KeyHash.FROZEN : weakHash(), true);
        }
    }

    @Test
    void bytesInThePlaceOfNullAreNoPartOfAKey() {
        List<DataType> types = List.of(DataType.string(), DataType.string());
        byte[] text = "leftoverBooks".getBytes(StandardCharsets.UTF_8);
        Column absent = new BytesColumn(2, text, new int[] {0, 8, 8}, new boolean[] {true, true});
        Column present = new BytesColumn(2, text, new int[] {8, 13, 13}, null).take(new int[2], 0, 2);
        GroupTable table = GroupTable.ofGroups(types);
        int[] groups = new int[2];
        table.insert(new Column[] {absent, present}, 2, groups);
        assertThat(groups).containsOnly(0);
        List<Column> keys = table.gatherKeys(new int[1], 0, 1);
        assertThat(keys.get(0).isNull(0)).isTrue();
        assertThat(((BytesColumn) keys.get(1).flat()).string(0)).isEqualTo("Books");
    }

    private static KeyHash weakHash() {
        return (keys, rows, hashes) -> {
            KeyHash.FROZEN.hash(keys, rows, hashes);
            for (int i = 0; i < rows; i++) {
                hashes[i] &= 63;
            }
        };
    }

    private static void check(int seed, KeyHash hash) {
        Random random = new Random(seed);
        List<DataType> types = new ArrayList<>();
        int[] distinct = new int[1 + random.nextInt(3)];
        for (int k = 0; k < distinct.length; k++) {
            types.add(KINDS.get(random.nextInt(KINDS.size())));
            distinct[k] = 1 + random.nextInt(hash == KeyHash.FROZEN ? 200 : 20);
        }
        check(seed, random, types, distinct, hash, random.nextBoolean());
    }

    private static void check(
            int seed, Random random, List<DataType> types, int[] distinct, KeyHash hash, boolean ofGroups) {
        GroupTable table = new GroupTable(types, hash, ofGroups);
        Map<List<Object>, Integer> model = new HashMap<>();
        RandomRows rows = new RandomRows(random);
        for (Batch batch : rows.batches(types, 3000, distinct)) {
            insert(seed, table, model, batch, hash == KeyHash.FROZEN);
        }
        for (Batch batch : rows.batches(types, 2000, distinct)) {
            int[] groups = new int[batch.rowCount()];
            table.find(columns(batch), batch.rowCount(), groups);
            List<List<Object>> keys = Rows.of(List.of(batch));
            for (int i = 0; i < groups.length; i++) {
                assertThat(groups[i])
                        .as("seed %s, key %s", seed, keys.get(i))
                        .isEqualTo(model.getOrDefault(keys.get(i), -1));
            }
        }
        checkKeys(seed, table, model);
    }

    private static void insert(
            int seed, GroupTable table, Map<List<Object>, Integer> model, Batch batch, boolean bounded) {
        int[] groups = new int[batch.rowCount()];
        long bound = table.retainedBytes() + table.bytesToInsert(columns(batch), batch.rowCount());
        table.insert(columns(batch), batch.rowCount(), groups);
        if (bounded) {
            assertThat(table.retainedBytes())
                    .as("seed %s, %s", seed, table.mode())
                    .isLessThanOrEqualTo(bound);
        }
        Map<Integer, List<Object>> byGroup = new HashMap<>();
        List<List<Object>> keys = Rows.of(List.of(batch));
        for (int i = 0; i < groups.length; i++) {
            Integer known = model.putIfAbsent(keys.get(i), groups[i]);
            assertThat(groups[i]).as("seed %s, key %s", seed, keys.get(i)).isEqualTo(known == null ? groups[i] : known);
            byGroup.put(groups[i], keys.get(i));
        }
        assertThat(table.groupCount()).as("seed %s", seed).isEqualTo(model.size());
    }

    private static void checkKeys(int seed, GroupTable table, Map<List<Object>, Integer> model) {
        int[] all = new int[table.groupCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        List<Column> stored = table.gatherKeys(all, 0, all.length);
        List<List<Object>> keys = Rows.of(List.of(new Batch(all.length, stored)));
        for (int i = 0; i < all.length; i++) {
            assertThat(model.get(keys.get(i))).as("seed %s", seed).isEqualTo(i);
        }
    }

    private static Column[] columns(Batch batch) {
        return batch.columns().toArray(Column[]::new);
    }

    @Test
    void climbsFromAnArrayThroughPackedKeysToHashes() {
        GroupTable table = new GroupTable(List.of(DataType.of(TypeKind.BIGINT)));
        assertThat(insert(table, 5, 6, 7, 5)).containsExactly(0, 1, 2, 0);
        assertThat(table.mode()).isEqualTo(GroupTable.Mode.DENSE);
        assertThat(insert(table, 1L << 40, 5, -3)).containsExactly(3, 0, 4);
        assertThat(table.mode()).isEqualTo(GroupTable.Mode.PACKED);
        assertThat(insert(table, Long.MIN_VALUE, Long.MAX_VALUE, 6, 1L << 40)).containsExactly(5, 6, 1, 3);
        assertThat(table.mode()).isEqualTo(GroupTable.Mode.HASHED);
    }

    @Test
    void stringsInSmallDictionariesArePackedUntilOthersCome() {
        GroupTable table = GroupTable.ofGroups(List.of(DataType.string(), DataType.of(TypeKind.BIGINT)));
        Column colours = strings("red", null, "blue", "red");
        Column numbers = new LongColumn(5, new long[] {7, 7, 8, 7, 7}, null);
        int[] groups = new int[5];
        table.insert(new Column[] {new DictionaryColumn(5, new int[] {0, 1, 0, 3, 1}, colours), numbers}, 5, groups);
        assertThat(groups).containsExactly(0, 1, 2, 0, 1);
        assertThat(table.mode()).isEqualTo(GroupTable.Mode.DENSE);
        table.insert(new Column[] {new ConstantColumn(5, strings("blue")), numbers}, 5, groups);
        assertThat(groups).containsExactly(3, 3, 4, 3, 3);
        assertThat(table.mode()).isEqualTo(GroupTable.Mode.DENSE);
        table.insert(new Column[] {strings("red", "green", "red", null, "blue"), numbers}, 5, groups);
        assertThat(groups).containsExactly(0, 5, 2, 1, 3);
        assertThat(table.mode()).isEqualTo(GroupTable.Mode.HASHED);
    }

    @Test
    void stringsOfOneRowAreFoundByTheirCommonId() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<DataType> types =
                    List.of(DataType.string(), DataType.of(TypeKind.BIGINT), DataType.string(), DataType.string());
            GroupTable table = GroupTable.ofGroups(types);
            Map<List<Object>, Integer> model = new HashMap<>();
            List<Column[]> dictionaries = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                int entries = 1 + random.nextInt(400);
                dictionaries.add(
                        new Column[] {entries(random, entries), entries(random, entries), entries(random, entries)});
            }
            for (int i = 0; i < 30; i++) {
                Column[] strings = dictionaries.get(random.nextInt(dictionaries.size()));
                insert(seed, table, model, tuples(random, strings, true), true);
            }
            assertThat(table.mode()).as("seed %s", seed).isNotEqualTo(GroupTable.Mode.HASHED);
            checkKeys(seed, table, model);
            insert(seed, table, model, tuples(random, dictionaries.get(0), false), true);
            assertThat(table.mode()).as("seed %s", seed).isEqualTo(GroupTable.Mode.HASHED);
            insert(seed, table, model, tuples(random, dictionaries.get(1), true), true);
            checkKeys(seed, table, model);
        }
    }

    @Test
    void stringsThatCameFlatArePackedOnceDictionariesCome() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            GroupTable table = GroupTable.ofGroups(
                    List.of(DataType.string(), DataType.of(TypeKind.BIGINT), DataType.string(), DataType.string()));
            Map<List<Object>, Integer> model = new HashMap<>();
            Column[] dictionary = {entries(random, 300), entries(random, 300), entries(random, 300)};
            for (int i = 0; i < 10; i++) {
                Batch batch = tuples(random, dictionary, true);
                List<Column> flat = batch.columns().stream().map(Column::flat).toList();
                insert(seed, table, model, new Batch(flat), true);
                assertThat(table.mode()).as("seed %s", seed).isEqualTo(GroupTable.Mode.HASHED);
                insert(seed, table, model, batch, true);
                boolean packed = table.mode() != GroupTable.Mode.HASHED;
                assertThat(packed).as("seed %s, change %s", seed, i).isEqualTo(i < 3);
            }
            checkKeys(seed, table, model);
        }
    }

    private static Column entries(Random random, int count) {
        String[] values = new String[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextInt(20) == 0 ? null : "v" + random.nextInt(10);
        }
        return strings(values);
    }

    /** A string, a number and two more strings of the same entry, or of any. */
    private static Batch tuples(Random random, Column[] strings, boolean sharedIds) {
        int rows = 1 + random.nextInt(500);
        int[] ids = random.ints(rows, 0, strings[0].size()).toArray();
        Column numbers = new LongColumn(rows, random.longs(rows, 0, 3).toArray(), null);
        int[] others = sharedIds ? ids : random.ints(rows, 0, strings[0].size()).toArray();
        return new Batch(List.of(
                new DictionaryColumn(rows, ids, strings[0]),
                numbers,
                new DictionaryColumn(rows, ids, strings[1]),
                new DictionaryColumn(rows, others, strings[2])));
    }

    private static Column strings(String... values) {
        BytesColumnBuilder builder = new BytesColumnBuilder(values.length);
        for (String value : values) {
            if (value == null) {
                builder.appendNull();
            } else {
                builder.append(value);
            }
        }
        return builder.build();
    }

    private static int[] insert(GroupTable table, long... values) {
        int[] groups = new int[values.length];
        table.insert(new Column[] {new LongColumn(values.length, values, null)}, values.length, groups);
        return groups;
    }

    @Test
    void manyKeysGrowTheTableOverSegments() {
        GroupTable table = new GroupTable(List.of(DataType.of(TypeKind.INT), DataType.of(TypeKind.INT)));
        int count = 300_000;
        int[] left = new int[count];
        int[] right = new int[count];
        for (int i = 0; i < count; i++) {
            left[i] = i * 31;
            right[i] = -i;
        }
        Column[] keys = {new IntColumn(count, left, null), new IntColumn(count, right, null)};
        int[] groups = new int[count];
        table.insert(keys, count, groups);
        table.find(keys, count, groups);
        for (int i = 0; i < count; i++) {
            assertThat(groups[i]).isEqualTo(i);
        }
    }
}

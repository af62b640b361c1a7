package io.blink.testing.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.ListTable;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.SortedMapTable.Direction;
import io.blink.core.spi.state.SortedMapTable.Range;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** One table of each kind in plain Java, and the same random steps on it and on a store. */
final class StateModel {
    static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    static final DataType NUMBER = BIGINT.withNullable(false);
    static final List<DataType> KEY = List.of(NUMBER, DataType.string(), DataType.of(TypeKind.INT));
    static final TableSchema VALUES =
            TableSchema.of("values", KEY, List.of(NUMBER, DataType.string(), DataType.of(TypeKind.DOUBLE)));
    static final TableSchema LISTS = TableSchema.of("lists", KEY, List.of(BIGINT, DataType.string()));
    static final TableSchema MAPS = new TableSchema(
            "maps",
            List.of(NUMBER),
            List.of(DataType.of(TypeKind.INT), DataType.string().withNullable(false)),
            List.of(DataType.string()));
    static final TableSchema TIMERS = TableSchema.of("timers", List.of(DataType.string()), List.of());

    private static final int NAMESPACES = 3;
    private static final Comparator<String> BYTES = (one, other) ->
            Arrays.compareUnsigned(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    private static final Comparator<List<Object>> ORDER = Comparator.<List<Object>, Integer>comparing(
                    row -> (Integer) row.get(0), Comparator.nullsFirst(Comparator.naturalOrder()))
            .thenComparing(row -> (String) row.get(1), BYTES);

    private record Timer(long time, String key) {}

    private static final Comparator<Timer> TIMER_ORDER =
            Comparator.comparingLong(Timer::time).thenComparing(Timer::key, Comparator.nullsFirst(BYTES));

    private final TreeMap<Long, Map<List<Object>, List<Object>>> values = new TreeMap<>();
    private final Map<List<Object>, List<List<Object>>> lists = new HashMap<>();
    private final Map<List<Object>, TreeMap<List<Object>, List<Object>>> maps = new HashMap<>();
    private final TreeSet<Timer> timers = new TreeSet<>(TIMER_ORDER);

    StateModel copy() {
        StateModel copy = new StateModel();
        values.forEach((namespace, table) -> copy.values.put(namespace, new HashMap<>(table)));
        lists.forEach((key, list) -> copy.lists.put(key, new ArrayList<>(list)));
        maps.forEach((key, map) -> copy.maps.put(key, new TreeMap<>(map)));
        copy.timers.addAll(timers);
        return copy;
    }

    /** What lies in some key groups, by the hash of the key. */
    StateModel only(Predicate<Long> hash) {
        StateModel part = copy();
        part.values.values().forEach(table -> table.keySet().removeIf(key -> !hash.test(hash(KEY, key))));
        part.lists.keySet().removeIf(key -> !hash.test(hash(KEY, key)));
        part.maps.keySet().removeIf(key -> !hash.test(hash(MAPS.keyTypes(), key)));
        part.timers.removeIf(timer -> !hash.test(hash(TIMERS.keyTypes(), Arrays.asList((Object) timer.key()))));
        return part;
    }

    private static long hash(List<DataType> types, List<Object> key) {
        return StateRows.hashes(StateRows.columns(types, List.of(key)), 1)[0];
    }

    // ---- Random steps

    private static List<List<Object>> keys(Random random, int domain) {
        List<List<Object>> keys = new ArrayList<>();
        for (int rows = 1 + random.nextInt(random.nextInt(20) == 0 ? 400 : 40); rows > 0; rows--) {
            int key = random.nextInt(domain);
            keys.add(Arrays.asList(
                    (long) key / 3,
                    key % 5 == 0 ? null : "key " + "x".repeat(key % 30) + key,
                    key % 7 == 0 ? (Integer) null : Integer.valueOf(key % 3)));
        }
        return keys;
    }

    private static String text(Random random) {
        return random.nextInt(6) == 0
                ? null
                : "v".repeat(random.nextInt(random.nextInt(100) == 0 ? 9000 : 30)) + (char) random.nextInt(300);
    }

    void step(KeyedStateStore store, Random random, int domain) {
        switch (random.nextInt(10)) {
            case 0, 1 -> putValues(store, random, domain);
            case 2, 3 -> claimValues(store, random, domain);
            case 4 -> removeValues(store, random, domain);
            case 5 -> appendToLists(store, random, domain);
            case 6 -> clearLists(store, random, domain);
            case 7 -> changeMaps(store, random, domain);
            case 8 -> changeTimers(store, random);
            default -> {
                if (random.nextInt(20) == 0) {
                    long namespace = random.nextInt(NAMESPACES);
                    values.remove(namespace);
                    store.drop(VALUES.name(), namespace);
                }
            }
        }
    }

    private static List<Object> values(Random random) {
        return Arrays.asList(random.nextLong(), text(random), random.nextInt(5) == 0 ? null : random.nextDouble());
    }

    private void putValues(KeyedStateStore store, Random random, int domain) {
        long namespace = random.nextInt(NAMESPACES);
        List<List<Object>> keys = keys(random, domain);
        List<List<Object>> rows = keys.stream().map(key -> values(random)).toList();
        Column[] columns = StateRows.columns(KEY, keys);
        store.valueTable(VALUES, namespace)
                .put(
                        columns,
                        StateRows.hashes(columns, keys.size()),
                        keys.size(),
                        StateRows.columns(VALUES.valueTypes(), rows));
        Map<List<Object>, List<Object>> table = values.computeIfAbsent(namespace, key -> new HashMap<>());
        for (int i = 0; i < keys.size(); i++) {
            table.put(keys.get(i), rows.get(i));
        }
    }

    /** Adds 1 to the first value of each key. */
    private void claimValues(KeyedStateStore store, Random random, int domain) {
        long namespace = random.nextInt(NAMESPACES);
        Map<List<Object>, List<Object>> table = values.computeIfAbsent(namespace, key -> new HashMap<>());
        ValueTable stored = store.valueTable(VALUES, namespace);
        List<List<Object>> keys = keys(random, domain);
        Column[] columns = StateRows.columns(KEY, keys);
        int[] entries = new int[keys.size()];
        boolean[] fresh = new boolean[keys.size()];
        int made = stored.claim(columns, StateRows.hashes(columns, keys.size()), keys.size(), entries, fresh);
        Column[] found = stored.values(entries, keys.size());
        Map<List<Object>, List<Object>> changed = new HashMap<>();
        List<Integer> firstRows = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            assertThat(fresh[i])
                    .as("row %d of %s", i, keys)
                    .isEqualTo(!table.containsKey(keys.get(i)) && !changed.containsKey(keys.get(i)));
            List<Object> row = StateRows.row(List.of(found), i);
            List<Object> before = table.getOrDefault(keys.get(i), Arrays.asList(null, null, null));
            assertThat(row).isEqualTo(before);
            if (changed.put(
                            keys.get(i),
                            Arrays.asList(
                                    1L + (before.get(0) == null ? 0 : (Long) before.get(0)),
                                    before.get(1),
                                    before.get(2)))
                    == null) {
                firstRows.add(i);
            }
        }
        assertThat(made).isEqualTo((int)
                changed.keySet().stream().filter(key -> !table.containsKey(key)).count());
        int[] changedEntries = firstRows.stream().mapToInt(row -> entries[row]).toArray();
        List<List<Object>> rows =
                firstRows.stream().map(row -> changed.get(keys.get(row))).toList();
        stored.update(changedEntries, rows.size(), StateRows.columns(VALUES.valueTypes(), rows));
        table.putAll(changed);
    }

    private void removeValues(KeyedStateStore store, Random random, int domain) {
        long namespace = random.nextInt(NAMESPACES);
        Map<List<Object>, List<Object>> table = values.computeIfAbsent(namespace, key -> new HashMap<>());
        List<List<Object>> keys = keys(random, domain);
        Column[] columns = StateRows.columns(KEY, keys);
        int removed = store.valueTable(VALUES, namespace)
                .remove(columns, StateRows.hashes(columns, keys.size()), keys.size());
        int before = table.size();
        table.keySet().removeAll(Set.copyOf(keys));
        assertThat(removed).isEqualTo(before - table.size());
    }

    private void appendToLists(KeyedStateStore store, Random random, int domain) {
        List<List<Object>> keys = keys(random, domain);
        List<List<Object>> rows = keys.stream()
                .map(key -> Arrays.<Object>asList(random.nextInt(9) == 0 ? null : random.nextLong(), text(random)))
                .toList();
        Column[] columns = StateRows.columns(KEY, keys);
        store.listTable(LISTS, 0)
                .append(
                        columns,
                        StateRows.hashes(columns, keys.size()),
                        keys.size(),
                        StateRows.columns(LISTS.valueTypes(), rows));
        for (int i = 0; i < keys.size(); i++) {
            lists.computeIfAbsent(keys.get(i), key -> new ArrayList<>()).add(rows.get(i));
        }
    }

    private void clearLists(KeyedStateStore store, Random random, int domain) {
        List<List<Object>> keys = keys(random, domain);
        Column[] columns = StateRows.columns(KEY, keys);
        store.listTable(LISTS, 0).clear(columns, StateRows.hashes(columns, keys.size()), keys.size());
        lists.keySet().removeAll(Set.copyOf(keys));
    }

    private void changeMaps(KeyedStateStore store, Random random, int domain) {
        SortedMapTable stored = store.sortedMapTable(MAPS, 0);
        List<List<Object>> keys = new ArrayList<>();
        List<List<Object>> order = new ArrayList<>();
        List<List<Object>> rows = new ArrayList<>();
        for (int count = 1 + random.nextInt(60); count > 0; count--) {
            keys.add(List.of((long) random.nextInt(5)));
            order.add(Arrays.asList(
                    random.nextInt(9) == 0 ? null : random.nextInt(domain) - domain / 2,
                    random.nextInt(3) == 0 ? "a\0" : random.nextInt(2) == 0 ? "a" : "\uD83D\uDE00"));
            rows.add(Arrays.asList(text(random)));
        }
        Column[] columns = StateRows.columns(MAPS.keyTypes(), keys);
        Column[] orderColumns = StateRows.columns(MAPS.subkeyTypes(), order);
        if (random.nextInt(3) > 0) {
            stored.put(
                    columns,
                    StateRows.hashes(columns, keys.size()),
                    keys.size(),
                    orderColumns,
                    StateRows.columns(MAPS.valueTypes(), rows));
            for (int i = 0; i < keys.size(); i++) {
                maps.computeIfAbsent(keys.get(i), key -> new TreeMap<>(ORDER)).put(order.get(i), rows.get(i));
            }
            Column[] found = stored.get(columns, keys.size(), orderColumns);
            for (int i = 0; i < keys.size(); i++) {
                assertThat(StateRows.row(List.of(found), i))
                        .isEqualTo(maps.get(keys.get(i)).get(order.get(i)));
            }
        } else if (random.nextInt(6) > 0) {
            int removed = stored.remove(columns, keys.size(), orderColumns);
            int expected = 0;
            for (int i = 0; i < keys.size(); i++) {
                TreeMap<List<Object>, List<Object>> map = maps.get(keys.get(i));
                expected += map != null && map.remove(order.get(i)) != null ? 1 : 0;
            }
            assertThat(removed).isEqualTo(expected);
        } else {
            int ranges = 1 + random.nextInt(3);
            Column[] to = StateRows.columns(MAPS.subkeyTypes(), order.subList(0, Math.min(ranges, keys.size())));
            int removed = ranges == 1
                    ? stored.removeRange(columns, 0, new Range(null, to))
                    : stored.removeEach(columns, to[0].size(), new Range(null, to));
            int expected = 0;
            for (int i = 0; i < to[0].size(); i++) {
                TreeMap<List<Object>, List<Object>> map = maps.getOrDefault(keys.get(i), new TreeMap<>(ORDER));
                expected += map.headMap(order.get(i)).size();
                map.headMap(order.get(i)).clear();
            }
            assertThat(removed).isEqualTo(expected);
        }
    }

    private void changeTimers(KeyedStateStore store, Random random) {
        Timers stored = store.timers(TIMERS);
        int count = 1 + random.nextInt(60);
        long[] times = random.longs(count, -500, 500).toArray();
        List<List<Object>> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(Arrays.asList(random.nextInt(5) == 0 ? null : "k" + random.nextInt(4)));
        }
        Column[] columns = StateRows.columns(TIMERS.keyTypes(), keys);
        if (random.nextInt(3) > 0) {
            stored.set(times, columns, StateRows.hashes(columns, count), count);
            for (int i = 0; i < count; i++) {
                timers.add(new Timer(times[i], (String) keys.get(i).get(0)));
            }
        } else if (random.nextBoolean()) {
            stored.cancel(times, columns, count);
            for (int i = 0; i < count; i++) {
                timers.remove(new Timer(times[i], (String) keys.get(i).get(0)));
            }
        } else {
            takeTimers(stored, times[0], count);
        }
    }

    private void takeTimers(Timers stored, long until, int limit) {
        Timers.Due due = stored.take(until, limit);
        List<Timer> taken = new ArrayList<>();
        for (int i = 0; i < due.count(); i++) {
            taken.add(new Timer(due.times()[i], (String)
                    StateRows.row(List.of(due.keys()), i).get(0)));
        }
        List<Timer> expected = new ArrayList<>();
        while (expected.size() < limit && !timers.isEmpty() && timers.first().time() <= until) {
            expected.add(timers.pollFirst());
        }
        assertThat(taken).isEqualTo(expected);
    }

    // ---- Comparing

    void requireSame(KeyedStateStore store) {
        for (long namespace = 0; namespace < NAMESPACES; namespace++) {
            Map<List<Object>, List<Object>> expected = values.getOrDefault(namespace, Map.of());
            ValueTable table = store.valueTable(VALUES, namespace);
            assertThat(table.size()).isEqualTo(expected.size());
            assertThat(scan(table)).isEqualTo(expected);
            requireFound(table, expected);
        }
        requireSameLists(store.listTable(LISTS, 0));
        requireSameMaps(store.sortedMapTable(MAPS, 0));
        Timers stored = store.timers(TIMERS);
        assertThat(stored.size()).isEqualTo(timers.size());
        assertThat(stored.next())
                .isEqualTo(timers.isEmpty() ? Timers.NONE : timers.first().time());
    }

    static Map<List<Object>, List<Object>> scan(ValueTable table) {
        Map<List<Object>, List<Object>> found = new HashMap<>();
        TableCursor cursor = table.scan();
        for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
            for (int i = 0; i < batch.rowCount(); i++) {
                List<Object> row = StateRows.row(batch.columns(), i);
                assertThat(found.put(row.subList(0, KEY.size()), row.subList(KEY.size(), row.size())))
                        .isNull();
            }
        }
        return found;
    }

    private static void requireFound(ValueTable table, Map<List<Object>, List<Object>> expected) {
        List<List<Object>> keys = new ArrayList<>(expected.keySet());
        keys.add(Arrays.asList(-1L, null, null));
        Column[] columns = StateRows.columns(KEY, keys);
        int[] entries = new int[keys.size()];
        table.find(columns, StateRows.hashes(columns, keys.size()), keys.size(), entries);
        assertThat(entries[keys.size() - 1]).isEqualTo(ValueTable.NONE);
        Column[] found = table.values(entries, keys.size());
        for (int i = 0; i < keys.size() - 1; i++) {
            assertThat(StateRows.row(List.of(found), i)).isEqualTo(expected.get(keys.get(i)));
        }
    }

    private void requireSameLists(ListTable stored) {
        assertThat(stored.size()).isEqualTo(lists.size());
        List<List<Object>> keys = new ArrayList<>(new LinkedHashSet<>(lists.keySet()));
        keys.add(Arrays.asList(-1L, null, null));
        Column[] columns = StateRows.columns(KEY, keys);
        ListTable.Lists read = stored.read(columns, StateRows.hashes(columns, keys.size()), keys.size());
        int from = 0;
        for (int i = 0; i < keys.size(); i++) {
            List<List<Object>> list = new ArrayList<>();
            for (int e = from; e < read.ends()[i]; e++) {
                list.add(StateRows.row(List.of(read.elements()), e));
            }
            from = read.ends()[i];
            assertThat(list).isEqualTo(lists.getOrDefault(keys.get(i), List.of()));
        }
    }

    private void requireSameMaps(SortedMapTable stored) {
        assertThat(stored.size())
                .isEqualTo(maps.values().stream().mapToInt(TreeMap::size).sum());
        for (long key = 0; key < 5; key++) {
            TreeMap<List<Object>, List<Object>> map = maps.getOrDefault(List.of(key), new TreeMap<>(ORDER));
            Column[] columns = StateRows.columns(MAPS.keyTypes(), List.of(List.of(key)));
            requireSame(stored, columns, Range.ALL, map);
            List<Object> first = Arrays.asList(null, "a");
            List<Object> bound = Arrays.asList(3, "a");
            Column[] from = StateRows.columns(MAPS.subkeyTypes(), List.of(first));
            Column[] to = StateRows.columns(MAPS.subkeyTypes(), List.of(bound));
            requireSame(stored, columns, new Range(from, to), map.subMap(first, bound));
            Column[] half = {to[0]};
            requireSame(stored, columns, new Range(half, null), map.tailMap(Arrays.asList(3, "")));
        }
        requireSameOfEach(stored);
    }

    /** Ranges of their own of many keys, some of them twice. */
    private void requireSameOfEach(SortedMapTable stored) {
        List<List<Object>> keys = LongStream.of(4, 0, 2, 4, 9, 1)
                .mapToObj(key -> List.<Object>of(key))
                .toList();
        List<List<Object>> from = IntStream.of(-9, 0, 3, -40, 0, 7)
                .mapToObj(order -> Arrays.<Object>asList(order == 0 ? null : order, "a"))
                .toList();
        List<List<Object>> to = IntStream.of(50, 1, 30, 4, 8, 7)
                .mapToObj(order -> Arrays.<Object>asList(order, "b"))
                .toList();
        Range ranges =
                new Range(StateRows.columns(MAPS.subkeyTypes(), from), StateRows.columns(MAPS.subkeyTypes(), to));
        SortedMapTable.Entries read =
                stored.readEach(StateRows.columns(MAPS.keyTypes(), keys), keys.size(), ranges, Direction.ASCENDING, 5);
        List<List<Object>> rows =
                StateRows.rows(read.entries().columns(), read.entries().rowCount());
        for (int i = 0; i < keys.size(); i++) {
            List<List<Object>> expected = new ArrayList<>();
            maps.getOrDefault(keys.get(i), new TreeMap<>(ORDER)).subMap(from.get(i), to.get(i)).entrySet().stream()
                    .limit(5)
                    .forEach(entry -> expected.add(Arrays.asList(
                            entry.getKey().get(0),
                            entry.getKey().get(1),
                            entry.getValue().get(0))));
            assertThat(rows.subList(i == 0 ? 0 : read.ends()[i - 1], read.ends()[i]))
                    .isEqualTo(expected);
        }
        assertThat(rows).hasSize(read.ends()[keys.size() - 1]);
    }

    private static void requireSame(
            SortedMapTable stored, Column[] key, Range range, Map<List<Object>, List<Object>> expected) {
        List<List<Object>> rows = new ArrayList<>();
        expected.forEach((order, value) -> rows.add(Arrays.asList(order.get(0), order.get(1), value.get(0))));
        int limit = rows.size() + 1;
        Batch ascending = stored.read(key, 0, range, Direction.ASCENDING, limit);
        assertThat(StateRows.rows(ascending.columns(), ascending.rowCount())).isEqualTo(rows);
        Batch last = stored.read(key, 0, range, Direction.DESCENDING, 3);
        List<List<Object>> reversed = new ArrayList<>(rows.subList(Math.max(0, rows.size() - 3), rows.size()));
        Collections.reverse(reversed);
        assertThat(StateRows.rows(last.columns(), last.rowCount())).isEqualTo(reversed);
    }
}

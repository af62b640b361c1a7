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
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** A value, a list and a sorted-map table whose entries have a time to live, in plain Java, and the same random steps on it and on a store. */
final class ExpiringStateModel {
    static final long TIME_TO_LIVE = 1000;
    private static final List<DataType> NUMBER = List.of(StateModel.NUMBER);
    private static final List<DataType> TEXT = List.of(DataType.string());
    static final TableSchema VALUES =
            TableSchema.of("expiring values", NUMBER, TEXT).withTimeToLive(TIME_TO_LIVE);
    static final TableSchema LISTS =
            TableSchema.of("expiring lists", NUMBER, TEXT).withTimeToLive(TIME_TO_LIVE);
    static final TableSchema MAPS = new TableSchema("expiring maps", NUMBER, NUMBER, TEXT).withTimeToLive(TIME_TO_LIVE);

    private record Entry(String value, long written) {}

    private final Map<Long, Entry> values = new HashMap<>();
    private final Map<Long, List<Entry>> lists = new HashMap<>();
    private final Map<Long, TreeMap<Long, Entry>> maps = new HashMap<>();
    private final LongSupplier clock;

    ExpiringStateModel(LongSupplier clock) {
        this.clock = clock;
    }

    ExpiringStateModel copy() {
        ExpiringStateModel copy = new ExpiringStateModel(clock);
        copy.values.putAll(values);
        lists.forEach((key, list) -> copy.lists.put(key, new ArrayList<>(list)));
        maps.forEach((key, map) -> copy.maps.put(key, new TreeMap<>(map)));
        return copy;
    }

    private void forgetWhatIsOver() {
        long deadline = clock.getAsLong() - TIME_TO_LIVE;
        values.values().removeIf(entry -> entry.written() <= deadline);
        lists.values().forEach(list -> list.removeIf(entry -> entry.written() <= deadline));
        maps.values().forEach(map -> map.values().removeIf(entry -> entry.written() <= deadline));
    }

    private static List<List<Object>> keys(Random random, int domain) {
        return random.longs(1 + random.nextInt(40), 0, domain)
                .mapToObj(key -> List.<Object>of(key))
                .toList();
    }

    /** All values of one step, so that each step's are told apart. */
    private static List<List<Object>> texts(Random random, int count) {
        String text = "v".repeat(random.nextInt(20)) + random.nextInt(1000);
        return Collections.nCopies(count, List.of(text));
    }

    void step(KeyedStateStore store, Random random, int domain) {
        forgetWhatIsOver();
        List<List<Object>> keys = keys(random, domain);
        int rows = keys.size();
        Column[] columns = StateRows.columns(NUMBER, keys);
        long[] hashes = StateRows.hashes(columns, rows);
        List<List<Object>> texts = texts(random, rows);
        Entry entry = new Entry((String) texts.get(0).get(0), clock.getAsLong());
        Column[] added = StateRows.columns(TEXT, texts);
        switch (random.nextInt(8)) {
            case 0, 1 -> {
                store.valueTable(VALUES, 0).put(columns, hashes, rows, added);
                keys.forEach(key -> values.put((Long) key.get(0), entry));
            }
            case 2 -> claim(store.valueTable(VALUES, 0), keys, columns, hashes);
            case 3 -> {
                int there = (int) keys.stream()
                        .map(key -> values.remove((Long) key.get(0)))
                        .filter(Objects::nonNull)
                        .count();
                assertThat(store.valueTable(VALUES, 0).remove(columns, hashes, rows))
                        .isEqualTo(there);
            }
            case 4, 5 -> {
                store.listTable(LISTS, 0).append(columns, hashes, rows, added);
                keys.forEach(key -> lists.computeIfAbsent((Long) key.get(0), k -> new ArrayList<>())
                        .add(entry));
            }
            case 6 -> {
                List<List<Object>> order = keys(random, domain);
                while (order.size() < rows) {
                    order = new ArrayList<>(order);
                    order.addAll(keys(random, domain));
                }
                Column[] orderColumns = StateRows.columns(NUMBER, order.subList(0, rows));
                store.sortedMapTable(MAPS, 0).put(columns, hashes, rows, orderColumns, added);
                for (int i = 0; i < rows; i++) {
                    maps.computeIfAbsent((Long) keys.get(i).get(0), k -> new TreeMap<>())
                            .put((Long) order.get(i).get(0), entry);
                }
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    store.listTable(LISTS, 0).clear(columns, hashes, rows);
                    keys.forEach(key -> lists.remove((Long) key.get(0)));
                }
            }
        }
    }

    private void claim(ValueTable table, List<List<Object>> keys, Column[] columns, long[] hashes) {
        int rows = keys.size();
        int[] entries = new int[rows];
        boolean[] fresh = new boolean[rows];
        int made = table.claim(columns, hashes, rows, entries, fresh);
        int expected = 0;
        List<List<Object>> found = StateRows.rows(List.of(table.values(entries, rows)), rows);
        for (int i = 0; i < rows; i++) {
            long key = (Long) keys.get(i).get(0);
            Entry before = values.get(key);
            assertThat(fresh[i]).isEqualTo(before == null);
            assertThat(found.get(i).get(0)).isEqualTo(before == null ? null : before.value());
            expected += before == null ? 1 : 0;
            values.put(key, new Entry(before == null ? null : before.value(), clock.getAsLong()));
        }
        assertThat(made).isEqualTo(expected);
    }

    void requireSame(KeyedStateStore store, int domain) {
        forgetWhatIsOver();
        List<List<Object>> keys = new ArrayList<>();
        for (long key = 0; key < domain; key++) {
            keys.add(List.of(key));
        }
        Column[] columns = StateRows.columns(NUMBER, keys);
        long[] hashes = StateRows.hashes(columns, domain);
        requireSameValues(store.valueTable(VALUES, 0), columns, hashes, domain);
        requireSameLists(store.listTable(LISTS, 0), columns, hashes, domain);
        SortedMapTable stored = store.sortedMapTable(MAPS, 0);
        for (int key = 0; key < domain; key++) {
            List<List<Object>> expected = new ArrayList<>();
            maps.getOrDefault((long) key, new TreeMap<>())
                    .forEach((order, entry) -> expected.add(List.of(order, entry.value())));
            Batch first = stored.read(columns, key, Range.ALL, Direction.ASCENDING, domain);
            assertThat(StateRows.rows(first.columns(), first.rowCount())).isEqualTo(expected);
            Batch last = stored.read(columns, key, Range.ALL, Direction.DESCENDING, 1);
            assertThat(StateRows.rows(last.columns(), last.rowCount()))
                    .isEqualTo(expected.subList(Math.max(0, expected.size() - 1), expected.size()));
        }
    }

    private void requireSameValues(ValueTable stored, Column[] columns, long[] hashes, int domain) {
        int[] entries = new int[domain];
        stored.find(columns, hashes, domain, entries);
        List<List<Object>> found = StateRows.rows(List.of(stored.values(entries, domain)), domain);
        for (int key = 0; key < domain; key++) {
            Entry expected = values.get((long) key);
            assertThat(entries[key] != ValueTable.NONE).isEqualTo(expected != null);
            assertThat(found.get(key).get(0)).isEqualTo(expected == null ? null : expected.value());
        }
        Map<Long, String> scanned = new HashMap<>();
        TableCursor cursor = stored.scan();
        for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
            StateRows.rows(batch.columns(), batch.rowCount())
                    .forEach(row -> scanned.put((Long) row.get(0), (String) row.get(1)));
        }
        Map<Long, String> expected = new HashMap<>();
        values.forEach((key, entry) -> expected.put(key, entry.value()));
        assertThat(scanned).isEqualTo(expected);
    }

    private void requireSameLists(ListTable stored, Column[] columns, long[] hashes, int domain) {
        ListTable.Lists read = stored.read(columns, hashes, domain);
        int[] lengths = new int[domain];
        stored.lengths(columns, hashes, domain, lengths);
        int from = 0;
        for (int key = 0; key < domain; key++) {
            List<Object> list = new ArrayList<>();
            for (int e = from; e < read.ends()[key]; e++) {
                list.add(StateRows.row(List.of(read.elements()), e).get(0));
            }
            from = read.ends()[key];
            assertThat(list)
                    .isEqualTo(lists.getOrDefault((long) key, List.of()).stream()
                            .map(entry -> (Object) entry.value())
                            .toList());
            assertThat(lengths[key]).isGreaterThanOrEqualTo(list.size());
        }
    }
}

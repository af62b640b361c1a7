package io.blink.runtime.operator.changelog;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowKind;
import io.blink.core.memory.MemoryPool;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaterializeOperatorTest {
    private static final List<DataType> TYPES =
            List.of(DataType.of(TypeKind.BIGINT), DataType.of(TypeKind.BIGINT).withNullable(false));

    @TempDir
    Path directory;

    private final MemoryPool pool = new MemoryPool("test", 64 << 20);
    private int attempts;
    private long checkpoints;

    private Operator operator(OperatorSpec.Materialize spec, List<String> handles) {
        KeyedStateStore store = new PagedStateBackend()
                .open(new StateScope("rows", directory + "/state", ++attempts, 0, 1, 128), new LocalFileSystem(), pool);
        store.restore(handles);
        OperatorRig rig = new OperatorRig(spec, List.of(TYPES), TYPES, 1 << 20, directory, new Random(1));
        return new MaterializeOperator(spec, rig.context(), store);
    }

    private Operator restored(Operator old, OperatorSpec.Materialize spec) throws Exception {
        old.beforeSnapshot();
        String handle = old.snapshot(++checkpoints).write().keyedStateJson();
        old.close();
        return operator(spec, List.of(handle));
    }

    /** Rows of a changelog, as they come. */
    private static final class Changes {
        private final List<long[]> rows = new ArrayList<>();
        private final List<RowKind> kinds = new ArrayList<>();

        void add(RowKind kind, long key, long value) {
            rows.add(new long[] {key, value});
            kinds.add(kind);
        }

        Batch take() {
            int count = rows.size();
            long[] keys = new long[count];
            long[] values = new long[count];
            byte[] bytes = new byte[count];
            for (int i = 0; i < count; i++) {
                keys[i] = rows.get(i)[0];
                values[i] = rows.get(i)[1];
                bytes[i] = (byte) kinds.get(i).ordinal();
            }
            rows.clear();
            kinds.clear();
            return new Batch(
                    count, List.of(new LongColumn(count, keys, null), new LongColumn(count, values, null)), bytes);
        }
    }

    /** By key, with and without old contents, and counted: what remains is what a map has. */
    @ParameterizedTest
    @ValueSource(strings = {"keyed", "keyed with old contents", "counted"})
    void whatRemainsIsEmittedAtTheEnd(String form) throws Exception {
        boolean before = !form.equals("keyed");
        OperatorSpec.Materialize spec =
                new OperatorSpec.Materialize(true, form.equals("counted") ? List.of(0, 1) : List.of(0));
        Random random = new Random(form.hashCode());
        TreeMap<Long, Long> model = new TreeMap<>();
        Changes changes = new Changes();
        Operator operator = operator(spec, List.of());
        for (int step = 0; step < 3000; step++) {
            long key = random.nextInt(200);
            long value = random.nextInt(5);
            Long old = model.get(key);
            if (old == null) {
                changes.add(RowKind.INSERT, key, value);
                model.put(key, value);
            } else if (random.nextInt(3) == 0) {
                changes.add(RowKind.DELETE, key, old);
                model.remove(key);
            } else {
                if (before) {
                    changes.add(RowKind.UPDATE_BEFORE, key, old);
                }
                changes.add(RowKind.UPDATE_AFTER, key, value);
                model.put(key, value);
            }
            if (random.nextInt(20) == 0) {
                operator.addInput(0, changes.take());
                assertThat(operator.output()).isNull();
            }
            if (random.nextInt(300) == 0) {
                operator = restored(operator, spec);
            }
        }
        operator.addInput(0, changes.take());
        assertThat(emitted(operator))
                .containsExactlyInAnyOrderElementsOf(model.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .toList());
        operator.close();
        assertThat(pool.usedBytes()).isZero();
    }

    private static List<String> emitted(Operator operator) {
        operator.endInput(0);
        List<String> rows = new ArrayList<>();
        for (Batch batch = operator.output(); batch != null; batch = operator.output()) {
            assertThat(batch.rowKinds()).isNull();
            Rows.of(List.of(batch)).forEach(row -> rows.add(row.get(0) + " " + row.get(1)));
        }
        assertThat(operator.finished()).isTrue();
        return rows;
    }

    @Test
    void equalRowsAreThereAsOftenAsTheyCame() {
        Operator operator = operator(new OperatorSpec.Materialize(true, List.of(0, 1)), List.of());
        Changes changes = new Changes();
        changes.add(RowKind.DELETE, 1, 1);
        changes.add(RowKind.INSERT, 2, 2);
        changes.add(RowKind.INSERT, 2, 2);
        operator.addInput(0, changes.take());
        changes.add(RowKind.INSERT, 1, 1);
        operator.addInput(0, changes.take());
        assertThat(emitted(operator)).containsExactly("2 2", "2 2");
        operator.close();
    }

    @Test
    void rowsThatOnlyComeAreAllThereAfterARestart() throws Exception {
        OperatorSpec.Materialize spec = new OperatorSpec.Materialize(false, List.of());
        Operator operator = operator(spec, List.of());
        Changes changes = new Changes();
        changes.add(RowKind.INSERT, 1, 1);
        changes.add(RowKind.INSERT, 1, 1);
        operator.addInput(0, changes.take());
        operator = restored(operator, spec);
        changes.add(RowKind.INSERT, 1, 1);
        operator.addInput(0, changes.take());
        assertThat(emitted(operator)).containsExactly("1 1", "1 1", "1 1");
        operator.close();
    }
}

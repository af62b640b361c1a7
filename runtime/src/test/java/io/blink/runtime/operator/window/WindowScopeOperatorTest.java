package io.blink.runtime.operator.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.KeyedRig;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.runtime.task.OperatorFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowScopeOperatorTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType TIME = DataType.timestamp(3).withNullable(false);
    private static final List<DataType> ROW = List.of(TIME, NUMBER, NUMBER);

    @TempDir
    Path directory;

    private KeyedRig joining(int tasks) {
        List<Field> both = OperatorRig.fields(List.of(TIME, NUMBER, NUMBER, TIME, NUMBER, NUMBER));
        OperatorSpec join =
                new OperatorSpec.HashJoin(JoinType.LEFT, List.of(0, 1), List.of(0, 1), List.of(false, false), null);
        OperatorNode node = new OperatorNode(
                0, "join", "join", join, List.of(new OperatorInput.FromEdge(0), new OperatorInput.FromEdge(1)), both);
        OperatorSpec.WindowScope spec =
                new OperatorSpec.WindowScope(List.of(0, 0), List.of(List.of(0, 1), List.of(0, 1)), List.of(node));
        return new KeyedRig(
                spec,
                List.of(ROW, ROW),
                List.of(new int[] {0, 1}, new int[] {0, 1}),
                directory,
                tasks,
                (context, store) -> new WindowScopeOperator(spec, context, OperatorFactory::create, store));
    }

    private static Batch batch(List<long[]> rows) {
        List<Column> columns = new ArrayList<>();
        for (int c = 0; c < 3; c++) {
            int column = c;
            columns.add(new LongColumn(
                    rows.size(), rows.stream().mapToLong(row -> row[column]).toArray(), null));
        }
        return new Batch(columns);
    }

    private static List<List<Object>> joined(List<long[]> left, List<long[]> right) {
        List<List<Object>> rows = new ArrayList<>();
        for (long[] l : left) {
            boolean found = false;
            for (long[] r : right) {
                if (l[0] == r[0] && l[1] == r[1]) {
                    found = true;
                    rows.add(List.of(l[0], l[1], l[2], r[0], r[1], r[2]));
                }
            }
            if (!found) {
                rows.add(Arrays.asList(l[0], l[1], l[2], null, null, null));
            }
        }
        return rows;
    }

    @Test
    void windowsAreJoinedWhenTheyEndThroughRestartsAtAnyParallelism() throws Exception {
        for (int seed = 0; seed < 4; seed++) {
            Random random = new Random(seed);
            List<List<long[]>> sides = List.of(new ArrayList<>(), new ArrayList<>());
            try (KeyedRig rig = joining(1 + seed % 3)) {
                long watermark = 0;
                for (int step = 0; step < 80; step++) {
                    int side = random.nextInt(2);
                    List<long[]> rows = new ArrayList<>();
                    int count = 1 + random.nextInt(random.nextInt(8) == 0 ? 3000 : 6);
                    for (int i = 0; i < count; i++) {
                        long end = (watermark / 10 + 1 + random.nextInt(3)) * 10;
                        rows.add(new long[] {end, random.nextInt(1000), random.nextInt(9)});
                    }
                    sides.get(side).addAll(rows);
                    rig.add(side, batch(rows));
                    if (random.nextInt(4) == 0) {
                        watermark += random.nextInt(12);
                        rig.watermark(watermark);
                    }
                    if (random.nextInt(8) == 0) {
                        rig.restart(1 + random.nextInt(3));
                    }
                }
                rig.endInputs();
                Rows.assertSame("seed " + seed, Rows.of(rig.taken()), joined(sides.get(0), sides.get(1)));
            }
        }
    }

    @Test
    void aWindowIsEmittedAtItsEndAndLaterRowsForItAreCountedAndDropped() {
        AggregateCall count = new AggregateCall(AggregateFunction.COUNT_ALL, List.of(), List.of(), false, -1, NUMBER);
        OperatorSpec counts = new OperatorSpec.Aggregate(AggregatePhase.SINGLE, List.of(0), List.of(count));
        OperatorNode node = new OperatorNode(
                0,
                "counts",
                "counts",
                counts,
                List.of(new OperatorInput.FromEdge(0)),
                OperatorRig.fields(List.of(TIME, NUMBER)));
        OperatorSpec.WindowScope spec = new OperatorSpec.WindowScope(List.of(0), List.of(List.of(0)), List.of(node));
        List<WindowScopeOperator> made = new ArrayList<>();
        KeyedRig rig = new KeyedRig(spec, List.of(ROW), List.of(new int[] {0}), directory, 1, (context, store) -> {
            made.add(new WindowScopeOperator(spec, context, OperatorFactory::create, store));
            return made.get(0);
        });
        try (rig) {
            rig.add(0, batch(List.of(new long[] {20, 1, 1}, new long[] {10, 1, 1}, new long[] {10, 2, 2})));
            rig.watermark(9);
            assertThat(rig.taken()).isEmpty();
            rig.watermark(10);
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(10L, 2L));
            rig.add(0, batch(List.of(new long[] {10, 1, 1}, new long[] {20, 1, 1})));
            rig.endInputs();
            assertThat(Rows.of(rig.taken())).containsExactly(List.of(20L, 2L));
            assertThat(made.get(0).statistics().lateRowsDropped()).isEqualTo(1);
        }
    }
}

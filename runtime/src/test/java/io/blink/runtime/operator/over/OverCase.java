package io.blink.runtime.operator.over;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.OperatorSpec.OverWindow;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.WindowCall;
import io.blink.core.plan.WindowFrame;
import io.blink.core.plan.WindowFrame.Bound;
import io.blink.core.plan.WindowFrame.BoundKind;
import io.blink.core.plan.WindowFrame.Exclusion;
import io.blink.core.plan.WindowFrame.Unit;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random sorted rows and random calls over them. */
final class OverCase {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);
    private static final List<DataType> KEY_TYPES = List.of(
            BIGINT,
            DataType.of(TypeKind.INT),
            DOUBLE,
            DataType.decimal(12, 2),
            DataType.decimal(33, 2),
            DataType.timestamp(9),
            DataType.of(TypeKind.DATE));
    private static final List<DataType> VALUE_TYPES = List.of(
            BIGINT,
            DataType.of(TypeKind.SMALLINT),
            DOUBLE,
            DataType.of(TypeKind.FLOAT),
            DataType.decimal(12, 2),
            DataType.decimal(33, 2),
            DataType.string(),
            DataType.timestamp(9),
            DataType.of(TypeKind.BOOLEAN));
    private static final int ORDER = 1;
    private static final int VALUE = 2;
    private static final int FILTER = 3;
    private static final int OFFSET = 4;
    private static final int POSITIVE = 5;
    private static final int DEFAULT = 6;
    private static final int PRECEDING_EDGE = 7;
    private static final int FOLLOWING_EDGE = 8;

    private final Random random;
    private final DataType keyType;
    private final DataType valueType;
    private final SortKey orderKey;
    private final List<DataType> types = new ArrayList<>();
    private final List<Batch> sorted = new ArrayList<>();
    private final boolean ordered;

    OverCase(Random random, int rows, int partitions, Path directory) {
        this.random = random;
        keyType = pick(KEY_TYPES);
        valueType = pick(VALUE_TYPES);
        ordered = random.nextInt(8) > 0;
        orderKey = new SortKey(ORDER, random.nextBoolean(), random.nextBoolean());
        DataType integer = DataType.of(TypeKind.INT);
        types.addAll(List.of(
                integer,
                keyType,
                valueType,
                DataType.of(TypeKind.BOOLEAN),
                integer,
                integer.withNullable(false),
                valueType));
        int[] distinct = {partitions, random.nextBoolean() ? 10 : 500, random.nextBoolean() ? 4 : 300, 9, 5, 4, 300};
        List<Batch> unsorted = new RandomRows(random).batches(types, rows, distinct);
        List<SortKey> keys = List.of(new SortKey(0, random.nextBoolean(), random.nextBoolean()), orderKey);
        try (OperatorRig rig =
                new OperatorRig(new OperatorSpec.Sort(keys), List.of(types), types, 64 << 20, directory, random)) {
            rig.run(List.of(unsorted)).forEach(batch -> sorted.add(withEdges(batch)));
        }
        types.add(keyType);
        types.add(keyType);
    }

    private <T> T pick(List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private static Column absolute(Column offsets, int least) {
        int[] values = ((IntColumn) offsets.flat()).values().clone();
        boolean[] nulls = ((IntColumn) offsets.flat()).nulls();
        for (int i = 0; i < offsets.size(); i++) {
            values[i] = Math.floorMod(values[i], 5) + least;
        }
        return new IntColumn(offsets.size(), values, nulls);
    }

    private Batch withEdges(Batch batch) {
        List<Column> columns = new ArrayList<>(batch.columns());
        columns.set(OFFSET, absolute(columns.get(OFFSET), 0));
        columns.set(POSITIVE, absolute(columns.get(POSITIVE), 1));
        columns.add(moved(batch.column(ORDER).flat(), orderKey.ascending() ? -5 : 5));
        columns.add(moved(batch.column(ORDER).flat(), orderKey.ascending() ? 7 : -7));
        return new Batch(columns);
    }

    private static Column moved(Column key, int by) {
        int size = key.size();
        if (key instanceof LongColumn longs) {
            long[] values = longs.values().clone();
            for (int i = 0; i < size; i++) {
                values[i] += by;
            }
            return new LongColumn(size, values, longs.nulls());
        } else if (key instanceof IntColumn ints) {
            int[] values = ints.values().clone();
            for (int i = 0; i < size; i++) {
                values[i] += by;
            }
            return new IntColumn(size, values, ints.nulls());
        } else if (key instanceof DoubleColumn doubles) {
            double[] values = doubles.values().clone();
            for (int i = 0; i < size; i++) {
                values[i] += by;
            }
            return new DoubleColumn(size, values, doubles.nulls());
        } else if (key instanceof Decimal128Column decimals) {
            long[] values = decimals.high().clone();
            for (int i = 0; i < size; i++) {
                values[i] += by;
            }
            return new Decimal128Column(size, values, decimals.low(), decimals.nulls());
        }
        TimestampColumn timestamps = (TimestampColumn) key;
        long[] values = timestamps.micros().clone();
        for (int i = 0; i < size; i++) {
            values[i] += by * 1000L;
        }
        return new TimestampColumn(size, values, timestamps.nanos(), timestamps.nulls());
    }

    List<DataType> types() {
        return types;
    }

    List<Batch> sorted() {
        return sorted;
    }

    OverWindow spec(int calls) {
        List<WindowCall> made = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            made.add(call());
        }
        return new OverWindow(List.of(0), ordered ? List.of(orderKey) : List.of(), made);
    }

    List<DataType> output(OverWindow spec) {
        List<DataType> output = new ArrayList<>(types);
        spec.calls().forEach(call -> output.add(call.type()));
        return output;
    }

    private WindowCall call() {
        return random.nextBoolean() ? aggregate() : function(pick(List.of(WindowFunction.values())));
    }

    WindowCall function(WindowFunction function) {
        return switch (function) {
            case ROW_NUMBER, RANK, DENSE_RANK -> call(function, List.of(), List.of(), BIGINT);
            case PERCENT_RANK, CUME_DIST -> call(function, List.of(), List.of(), DOUBLE);
            case NTILE -> call(function, List.of(POSITIVE), List.of(types.get(POSITIVE)), BIGINT);
            case LAG, LEAD ->
                call(
                        function,
                        List.of(VALUE, OFFSET, DEFAULT),
                        List.of(valueType, types.get(OFFSET), valueType),
                        valueType);
            case FIRST_VALUE, LAST_VALUE -> call(function, List.of(VALUE), List.of(valueType), valueType);
            case NTH_VALUE ->
                call(function, List.of(VALUE, POSITIVE), List.of(valueType, types.get(POSITIVE)), valueType);
        };
    }

    private WindowCall call(
            WindowFunction function, List<Integer> arguments, List<DataType> argumentTypes, DataType type) {
        return new WindowCall(
                function, null, arguments, argumentTypes, false, -1, random.nextBoolean(), frame(), type, null);
    }

    private WindowCall aggregate() {
        List<AggregateFunction> functions = new ArrayList<>(List.of(
                AggregateFunction.COUNT, AggregateFunction.MIN, AggregateFunction.MAX, AggregateFunction.ANY_VALUE));
        if (valueType.kind().isNumeric()) {
            functions.addAll(List.of(AggregateFunction.SUM, AggregateFunction.AVG));
            functions.addAll(List.of(AggregateFunction.SUM, AggregateFunction.AVG));
        }
        if (valueType.kind().isNumeric() && valueType.kind() != TypeKind.DECIMAL) {
            functions.add(AggregateFunction.VAR_POP);
        }
        if (valueType.kind() == TypeKind.VARCHAR) {
            functions.add(AggregateFunction.CONCATENATE);
        }
        if (valueType.kind() == TypeKind.BOOLEAN) {
            functions.addAll(List.of(AggregateFunction.BOOL_AND, AggregateFunction.BOOL_OR));
        }
        AggregateFunction function = random.nextInt(6) == 0 ? AggregateFunction.COUNT_ALL : pick(functions);
        WindowFrame frame = frame();
        boolean distinct = function != AggregateFunction.COUNT_ALL && random.nextInt(4) == 0;
        boolean none = function == AggregateFunction.COUNT_ALL;
        return new WindowCall(
                null,
                function,
                none ? List.of() : List.of(VALUE),
                none ? List.of() : List.of(valueType),
                distinct,
                random.nextInt(3) == 0 ? FILTER : -1,
                false,
                frame,
                resultType(function),
                null);
    }

    private DataType resultType(AggregateFunction function) {
        boolean decimal = valueType.kind() == TypeKind.DECIMAL;
        boolean real = valueType.kind() == TypeKind.FLOAT || valueType.kind() == TypeKind.DOUBLE;
        return switch (function) {
            case COUNT, COUNT_ALL -> BIGINT;
            case SUM -> decimal ? DataType.decimal(38, valueType.scale()) : real ? DOUBLE : BIGINT;
            case AVG -> decimal ? DataType.decimal(38, 6) : DOUBLE;
            case VAR_POP -> DOUBLE;
            default -> valueType;
        };
    }

    private WindowFrame frame() {
        Unit unit = ordered ? pick(List.of(Unit.values())) : pick(List.of(Unit.ROWS, Unit.RANGE));
        boolean offsets = ordered || unit == Unit.ROWS;
        while (true) {
            BoundKind start = pick(List.of(BoundKind.values()));
            BoundKind end = pick(List.of(BoundKind.values()));
            boolean legal = start != BoundKind.UNBOUNDED_FOLLOWING
                    && end != BoundKind.UNBOUNDED_PRECEDING
                    && start.compareTo(end) <= 0;
            boolean moved = isOffset(start) || isOffset(end);
            if (legal && (offsets || !moved)) {
                Exclusion exclusion = random.nextInt(3) == 0 ? pick(List.of(Exclusion.values())) : Exclusion.NO_OTHERS;
                return new WindowFrame(unit, bound(unit, start), bound(unit, end), exclusion);
            }
        }
    }

    private static boolean isOffset(BoundKind kind) {
        return kind == BoundKind.PRECEDING || kind == BoundKind.FOLLOWING;
    }

    private Bound bound(Unit unit, BoundKind kind) {
        if (!isOffset(kind)) {
            return new Bound(kind, 0, -1);
        }
        if (unit == Unit.RANGE) {
            return new Bound(kind, 0, kind == BoundKind.PRECEDING ? PRECEDING_EDGE : FOLLOWING_EDGE);
        }
        return new Bound(kind, random.nextInt(random.nextBoolean() ? 4 : 400), -1);
    }
}

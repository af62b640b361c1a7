package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.time.CivilDate;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.time.TimestampResult;
import io.blink.runtime.expression.time.ZoneOffsets;

/** The statement's start as CURRENT_DATE and its relatives show it. */
final class StatementTime {
    private StatementTime() {}

    static Column of(ScalarFunction function, DataType type, EvaluationContext context) {
        long instant = context.statementStartMicros();
        long local = new ZoneOffsets(context.timeZone()).toLocal(instant);
        if (type.kind() == TypeKind.DATE) {
            return new IntColumn(1, new int[] {(int) Math.floorDiv(local, CivilDate.MICROS_PER_DAY)}, null);
        }
        TimestampResult result = new TimestampResult(type, 1);
        result.put(
                0,
                switch (function) {
                    case CURRENT_TIME -> Math.floorMod(local, CivilDate.MICROS_PER_DAY);
                    default -> type.kind() == TypeKind.TIMESTAMP_LTZ ? instant : local;
                },
                0);
        return result.column(null);
    }

    static Column seconds(EvaluationContext context) {
        long seconds = Math.floorDiv(context.statementStartMicros(), CivilDate.MICROS_PER_SECOND);
        return new LongColumn(1, new long[] {seconds}, null);
    }
}

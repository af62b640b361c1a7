package io.blink.sql.function;

import io.blink.core.plan.TimeWindow;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeFamily;

/**
 * {@code TUMBLE_START(ts, size)} and its kin: a bound of the window of a row, of ts's type, in a query that is grouped by it. The arguments are those of the window table function behind its first.
 */
public final class WindowBoundFunction extends SqlFunction {
    /** Which end of a window. */
    public enum Bound {
        START,
        END
    }

    private static final List<WindowBoundFunction> ALL = functions();

    private final TimeWindow.Kind kind;
    private final Bound bound;

    private WindowBoundFunction(TimeWindow.Kind kind, Bound bound) {
        super(
                kind + "_" + bound,
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.ARG0,
                null,
                kind == TimeWindow.Kind.HOP
                        ? OperandTypes.family(
                                List.of(
                                        SqlTypeFamily.TIMESTAMP,
                                        SqlTypeFamily.DATETIME_INTERVAL,
                                        SqlTypeFamily.DATETIME_INTERVAL,
                                        SqlTypeFamily.DATETIME_INTERVAL),
                                i -> i == 3)
                        : OperandTypes.family(
                                List.of(
                                        SqlTypeFamily.TIMESTAMP,
                                        SqlTypeFamily.DATETIME_INTERVAL,
                                        SqlTypeFamily.DATETIME_INTERVAL),
                                i -> i == 2),
                SqlFunctionCategory.TIMEDATE);
        this.kind = kind;
        this.bound = bound;
    }

    private static List<WindowBoundFunction> functions() {
        List<WindowBoundFunction> functions = new ArrayList<>();
        for (TimeWindow.Kind kind : List.of(TimeWindow.Kind.TUMBLE, TimeWindow.Kind.HOP, TimeWindow.Kind.SESSION)) {
            for (Bound bound : Bound.values()) {
                functions.add(new WindowBoundFunction(kind, bound));
            }
        }
        return List.copyOf(functions);
    }

    public static List<WindowBoundFunction> all() {
        return ALL;
    }

    public static WindowBoundFunction of(TimeWindow.Kind kind, Bound bound) {
        return ALL.stream()
                .filter(function -> function.kind == kind && function.bound == bound)
                .findFirst()
                .orElseThrow();
    }

    public TimeWindow.Kind windowKind() {
        return kind;
    }

    public Bound bound() {
        return bound;
    }
}

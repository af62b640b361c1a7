package io.blink.sql.logical.window;

import static java.util.Objects.requireNonNull;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.TimeWindow;
import io.blink.sql.SqlErrorCode;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;

/** The windows that the intervals of a call mean, in the order of {@link io.blink.sql.function.WindowTableFunction}. */
final class WindowArguments {
    private static final long MICROS_PER_MILLI = 1000;

    private WindowArguments() {}

    /**
     * @param time what is divided: instants by the clock of the session
     * @param zone of the session
     */
    static TimeWindow window(TimeWindow.Kind kind, List<RexNode> intervals, RelDataType time, ZoneId zone) {
        boolean steps = kind == TimeWindow.Kind.HOP || kind == TimeWindow.Kind.CUMULATE;
        long size = length(kind, intervals.get(steps ? 1 : 0), "size");
        long step = steps ? length(kind, intervals.get(0), kind == TimeWindow.Kind.HOP ? "slide" : "step") : size;
        int last = steps ? 2 : 1;
        long offset = intervals.size() > last ? micros(kind, intervals.get(last), "offset") : 0;
        if (kind == TimeWindow.Kind.CUMULATE && size % step != 0) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "The size of CUMULATE, " + intervals.get(1) + ", is no multiple of its step, " + intervals.get(0)
                            + "; choose one that is");
        }
        TimeWindow window = new TimeWindow(kind, size, step, offset);
        boolean instants = time.getSqlTypeName() == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
        return instants && kind != TimeWindow.Kind.SESSION ? WindowClocks.by(zone, window) : window;
    }

    private static long length(TimeWindow.Kind kind, RexNode interval, String what) {
        long micros = micros(kind, interval, what);
        if (micros <= 0) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "The " + name(kind, what) + " of " + kind + " is not positive: " + interval);
        }
        return micros;
    }

    private static String name(TimeWindow.Kind kind, String what) {
        return kind == TimeWindow.Kind.SESSION && what.equals("size") ? "gap" : what;
    }

    /** A constant interval of days to seconds. */
    private static long micros(TimeWindow.Kind kind, RexNode interval, String what) {
        if (interval instanceof RexLiteral literal
                && SqlTypeName.DAY_INTERVAL_TYPES.contains(literal.getType().getSqlTypeName())) {
            BigDecimal millis = requireNonNull(literal.getValueAs(BigDecimal.class), "an interval literal has a value");
            return millis.multiply(BigDecimal.valueOf(MICROS_PER_MILLI)).longValueExact();
        }
        throw new BlinkException(
                SqlErrorCode.QUERY_NOT_SUPPORTED,
                "The " + name(kind, what) + " of " + kind + " is " + interval
                        + "; it must be a constant of days, hours, minutes or seconds such as INTERVAL '1' MINUTE");
    }
}

package io.blink.sql.physical.stream;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.sql.physical.join.JoinSides;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.TimeAttribute;
import io.blink.sql.physical.node.Watermarks;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the times of two rows that join may lie apart: {@code right + lower <= left <= right + upper}.
 *
 * @param leftTime column of the left side
 * @param rightTime column of the right side
 */
record TimeInterval(int leftTime, int rightTime, long lowerMicros, long upperMicros) {
    private static final long OPEN = Long.MAX_VALUE;

    /** A column of time of one of the sides, moved by a constant. @param column over left columns followed by right ones */
    private record Moved(int column, long micros) {}

    private record Columns(int left, int right) {}

    /** What is known of the difference left - right; {@link #OPEN} on a side that has no bound. */
    private record Bounds(long lower, long upper) {
        Bounds atLeast(long micros) {
            return new Bounds(lower == OPEN ? micros : Math.max(lower, micros), upper);
        }

        Bounds atMost(long micros) {
            return new Bounds(lower, Math.min(upper, micros));
        }

        boolean isClosed() {
            return lower != OPEN && upper != OPEN;
        }
    }

    /**
     * The interval that the residual conditions of a join of rows that only appear set, if they set one at both ends.
     *
     * @param time of both sides: of events, or of processing, where rows of a side may have got it already
     */
    static Optional<TimeInterval> find(JoinSides sides, TimeAttribute time) {
        if (!sides.left().changes().insertOnly() || !sides.right().changes().insertOnly()) {
            return Optional.empty();
        }
        Map<Columns, Bounds> bounds = new HashMap<>();
        for (Expression conjunct : sides.residual()) {
            if (conjunct instanceof Call call) {
                collect(call, new TimeColumns(sides, time), bounds);
            }
        }
        return bounds.entrySet().stream()
                .filter(entry -> entry.getValue().isClosed()
                        && entry.getValue().lower() <= entry.getValue().upper())
                .map(entry -> new TimeInterval(
                        entry.getKey().left(),
                        entry.getKey().right(),
                        entry.getValue().lower(),
                        entry.getValue().upper()))
                .min((one, other) -> Long.compare(one.span(), other.span()));
    }

    private long span() {
        return upperMicros - lowerMicros;
    }

    private static void collect(Call call, TimeColumns sides, Map<Columns, Bounds> bounds) {
        List<Expression> arguments = call.arguments();
        switch (call.function()) {
            case BETWEEN -> {
                compare(ScalarFunction.GREATER_OR_EQUAL, arguments.get(0), arguments.get(1), sides, bounds);
                compare(ScalarFunction.LESS_OR_EQUAL, arguments.get(0), arguments.get(2), sides, bounds);
            }
            case EQUALS -> {
                compare(ScalarFunction.GREATER_OR_EQUAL, arguments.get(0), arguments.get(1), sides, bounds);
                compare(ScalarFunction.LESS_OR_EQUAL, arguments.get(0), arguments.get(1), sides, bounds);
            }
            case LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL ->
                compare(call.function(), arguments.get(0), arguments.get(1), sides, bounds);
            default -> {
                // No comparison: it says nothing about times.
            }
        }
    }

    private static void compare(
            ScalarFunction comparison,
            Expression first,
            Expression second,
            TimeColumns sides,
            Map<Columns, Bounds> bounds) {
        Optional<Moved> one = moved(first, sides);
        Optional<Moved> other = moved(second, sides);
        int width = sides.leftWidth();
        if (one.isEmpty() || other.isEmpty() || one.get().column < width == other.get().column < width) {
            return;
        }
        boolean leftFirst = one.get().column < width;
        Moved left = leftFirst ? one.get() : other.get();
        Moved right = leftFirst ? other.get() : one.get();
        boolean atMost =
                leftFirst == (comparison == ScalarFunction.LESS_THAN || comparison == ScalarFunction.LESS_OR_EQUAL);
        // Below is at most a microsecond less.
        boolean strict = comparison == ScalarFunction.LESS_THAN || comparison == ScalarFunction.GREATER_THAN;
        long apart = right.micros - left.micros;
        bounds.compute(new Columns(left.column, right.column - width), (columns, known) -> {
            Bounds before = known == null ? new Bounds(OPEN, OPEN) : known;
            return atMost ? before.atMost(strict ? apart - 1 : apart) : before.atLeast(strict ? apart + 1 : apart);
        });
    }

    private static Optional<Moved> moved(Expression expression, TimeColumns sides) {
        if (expression instanceof InputColumn column) {
            return sides.has(column.index()) ? Optional.of(new Moved(column.index(), 0)) : Optional.empty();
        }
        if (!(expression instanceof Call call)) {
            return Optional.empty();
        }
        if (call.function() == ScalarFunction.CAST) {
            Expression inner = call.arguments().get(0);
            return keepsTime(inner.type(), call.type()) ? moved(inner, sides) : Optional.empty();
        }
        boolean adds = call.function() == ScalarFunction.ADD;
        if (!adds && call.function() != ScalarFunction.SUBTRACT
                || !(call.arguments().get(1) instanceof Literal interval)
                || interval.type().kind() != TypeKind.INTERVAL_DAY_TIME
                || interval.value() == null) {
            return Optional.empty();
        }
        long micros = Long.parseLong(interval.value());
        return moved(call.arguments().get(0), sides)
                .map(moved -> new Moved(moved.column, moved.micros + (adds ? micros : -micros)));
    }

    /** A cast to as many digits or more of the same kind of time changes nothing. */
    private static boolean keepsTime(DataType from, DataType to) {
        return from.kind() == to.kind()
                && (from.kind() == TypeKind.TIMESTAMP || from.kind() == TypeKind.TIMESTAMP_LTZ)
                && to.precision() >= from.precision();
    }

    /** Columns that are times, left ones followed by right ones. */
    private record TimeColumns(JoinSides sides, TimeAttribute time) {
        int leftWidth() {
            return sides.left().output().size();
        }

        boolean has(int column) {
            int width = leftWidth();
            PhysicalNode side = column < width ? sides.left() : sides.right();
            int own = column < width ? column : column - width;
            DataType type = side.types().get(own);
            if (type.physicalType() != PhysicalType.LONG) {
                return false;
            }
            return switch (TimeAttribute.of(side, own)) {
                case EVENT -> time == TimeAttribute.EVENT || Watermarks.followClock(side);
                // The clock's own type: rows get their moment in this column.
                case PROCESSING -> time == TimeAttribute.PROCESSING && type.kind() == TypeKind.TIMESTAMP_LTZ;
                case NONE -> false;
            };
        }
    }
}

package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** + and - of two intervals of one kind, * and / of an interval by an integer, and the negative of one. */
final class IntervalArithmetic implements Kernel {
    private final CallSite site;

    IntervalArithmetic(CallSite site) {
        this.site = site;
        for (int i = 0; i < site.call().arguments().size(); i++) {
            PhysicalType type = site.argumentType(i).physicalType();
            boolean whole = type == PhysicalType.BYTE
                    || type == PhysicalType.SHORT
                    || type == PhysicalType.INT
                    || type == PhysicalType.LONG;
            if (!whole || site.argumentType(i).scale() != 0) {
                throw site.notSupportedForTypes();
            }
        }
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        LongArgument left = LongArgument.of(arguments[0]);
        LongArgument right = arguments.length > 1 ? LongArgument.of(arguments[1]) : left;
        long[] result = new long[rows];
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result[i] = step(left.at(i), right.at(i));
            }
        }
        if (site.type().physicalType() == PhysicalType.LONG) {
            return new LongColumn(rows, result, nulls);
        }
        int[] months = new int[rows];
        for (int i = 0; i < rows; i++) {
            months[i] = (int) result[i];
            if (months[i] != result[i]) {
                throw site.overflow(left.at(i), right.at(i));
            }
        }
        return new IntColumn(rows, months, nulls);
    }

    private long step(long left, long right) {
        try {
            return switch (site.function()) {
                case ADD -> Math.addExact(left, right);
                case SUBTRACT -> Math.subtractExact(left, right);
                case MULTIPLY -> Math.multiplyExact(left, right);
                case NEGATE -> Math.negateExact(left);
                case DIVIDE -> {
                    if (right == 0) {
                        throw site.divisionByZero(left);
                    }
                    yield left / right;
                }
                default -> throw new IllegalStateException("no interval arithmetic " + site.function());
            };
        } catch (ArithmeticException e) {
            throw site.overflow(left, right);
        }
    }
}

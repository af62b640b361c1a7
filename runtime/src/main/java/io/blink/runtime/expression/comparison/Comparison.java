package io.blink.runtime.expression.comparison;

import io.blink.core.function.ScalarFunction;

/** The six comparisons as three orders and their negations, which are exact because all values are in a total order. */
enum Comparison {
    EQUALS(Order.EQUAL, false),
    NOT_EQUALS(Order.EQUAL, true),
    LESS_THAN(Order.LESS, false),
    LESS_OR_EQUAL(Order.GREATER, true),
    GREATER_THAN(Order.GREATER, false),
    GREATER_OR_EQUAL(Order.LESS, true);

    enum Order {
        EQUAL,
        LESS,
        GREATER
    }

    private final Order order;
    private final byte whenTrue;
    private final byte whenFalse;

    Comparison(Order order, boolean negated) {
        this.order = order;
        this.whenTrue = (byte) (negated ? 0 : 1);
        this.whenFalse = (byte) (negated ? 1 : 0);
    }

    static Comparison of(ScalarFunction function) {
        return valueOf(function.name());
    }

    Order order() {
        return order;
    }

    /** The result where {@link #order} holds. */
    byte whenTrue() {
        return whenTrue;
    }

    /** The result where {@link #order} does not hold. */
    byte whenFalse() {
        return whenFalse;
    }

    /** The result for a three-way comparison. */
    byte test(int compared) {
        boolean holds =
                switch (order) {
                    case EQUAL -> compared == 0;
                    case LESS -> compared < 0;
                    case GREATER -> compared > 0;
                };
        return holds ? whenTrue : whenFalse;
    }

    /** The comparison that gives the same with its sides exchanged. */
    Comparison mirrored() {
        return switch (this) {
            case EQUALS, NOT_EQUALS -> this;
            case LESS_THAN -> GREATER_THAN;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER_THAN -> LESS_THAN;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
        };
    }
}

package io.blink.runtime.expression.decimal;

import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;

/** Makes the kernels of decimal arithmetic. */
public final class Decimals {
    private Decimals() {}

    /** + - * / % of two decimals, the result as the call's type says. */
    public static Kernel arithmetic(CallSite site) {
        return DecimalArithmetic.of(site);
    }

    /** NEGATE, ABS, SIGN, CEIL, FLOOR, ROUND, TRUNCATE. */
    public static Kernel unary(CallSite site) {
        return new DecimalUnary(site);
    }
}

package io.blink.runtime.expression.arithmetic;

import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;

/** Makes the kernels of arithmetic on integers and floating-point numbers. */
public final class Arithmetics {
    private Arithmetics() {}

    /** Functions of one or two numbers whose type is the call's; {@code null} where the type has no such kernel. */
    public static Kernel create(CallSite site) {
        return switch (site.type().kind()) {
            case TINYINT -> new ByteIntegerArithmetic(site.function(), site);
            case SMALLINT -> new ShortIntegerArithmetic(site.function(), site);
            case INT -> new IntIntegerArithmetic(site.function(), site);
            case BIGINT -> new LongIntegerArithmetic(site.function(), site);
            case FLOAT -> new FloatFloatingArithmetic(site.function());
            case DOUBLE -> new DoubleFloatingArithmetic(site.function());
            default -> null;
        };
    }

    /** Functions by name; {@code null} for others. */
    public static Kernel named(CallSite site) {
        return IntegerFunctions.create(site);
    }

    /** Functions over DOUBLE. */
    public static Kernel doubles(CallSite site) {
        return new DoubleFunctions(site.function());
    }

    /** ROUND and TRUNCATE of integers and floating-point numbers. */
    public static Kernel rounding(CallSite site) {
        return new RoundingKernel(site);
    }
}

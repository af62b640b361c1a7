package io.blink.core.spi.function;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Types of a method's parameters, result and accumulator; at a class, of all its methods with as many parameters. What is left out comes from Java's types. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@Repeatable(FunctionHints.class)
public @interface FunctionHint {
    DataTypeHint[] input() default {};

    /** Whether the last of {@link #input} is repeated. */
    boolean isVarArgs() default false;

    DataTypeHint output() default @DataTypeHint;

    DataTypeHint accumulator() default @DataTypeHint;
}

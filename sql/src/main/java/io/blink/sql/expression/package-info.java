/**
 * From Calcite's row expressions to core's {@link io.blink.core.expression.Expression}: functions by name, every conversion explicit, constants
 * in their plan form. Called by {@code io.blink.sql.physical}; pure functions, any thread.
 *
 * <p>What must stay true: the arguments of a call have the types that {@link io.blink.core.function.ScalarFunction} asks for, so that no kernel
 * ever converts on its own.
 */
package io.blink.sql.expression;

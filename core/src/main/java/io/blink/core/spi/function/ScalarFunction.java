package io.blink.core.spi.function;

/**
 * One value for each row. The class has one or more public methods {@code eval}, whose parameters and result give the SQL types; several may differ in parameters, and the last parameter
 * may be repeated ({@code String...}). A parameter of a primitive type takes no NULL: where its argument is NULL the result is NULL and {@code eval} is not called.
 *
 * <pre>
 * public final class Shout extends ScalarFunction {
 *     public String eval(String text, int times) {
 *         return text == null ? null : text + "!".repeat(times);
 *     }
 * }
 * </pre>
 */
public abstract class ScalarFunction extends UserDefinedFunction {}

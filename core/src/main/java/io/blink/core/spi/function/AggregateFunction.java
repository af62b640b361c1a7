package io.blink.core.spi.function;

/**
 * One value for the rows of a group. Beside the methods here the class has public methods
 *
 * <pre>
 * void accumulate(ACC accumulator, … arguments)       one or more
 * void merge(ACC accumulator, Iterable&lt;ACC&gt; others)   optional
 * </pre>
 *
 * A row whose argument for a primitive parameter is NULL is left out; other parameters get {@code null}. With {@code merge}, and an accumulator made of types that SQL has (a class with public
 * fields, a record, a {@link Row} with a hint, an array), tasks aggregate their own rows first and only accumulators travel; without it all rows of a group come together in one task.
 *
 * @param <T> the result
 * @param <ACC> what is known of a group so far; changed by {@code accumulate} and {@code merge}
 */
public abstract class AggregateFunction<T, ACC> extends UserDefinedFunction {
    /** Of a group without rows. */
    public abstract ACC createAccumulator();

    /** The result of a group; the accumulator may be asked again and may go on afterwards. */
    public abstract T getValue(ACC accumulator);
}

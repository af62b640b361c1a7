package io.blink.runtime.function;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.function.user.FunctionErrors;
import io.blink.core.function.user.ResolvedSignature;
import io.blink.core.spi.function.AggregateFunction;
import io.blink.core.type.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/** An instance of an {@code AggregateFunction} and handles of its methods. */
public final class AggregateInstance {
    private final LoadedFunction loaded;
    private final String place;
    private final AggregateFunction<Object, Object> instance;
    private final BoundArguments arguments;
    /** (accumulator, row)void. */
    private final MethodHandle accumulate;
    /** (accumulator, Iterable)void; {@code null}: there is none. */
    private final MethodHandle merge;

    private final ValueWriter results;
    private final DataType resultType;
    private final ValueReader accumulatorReader;
    private final ValueWriter accumulatorWriter;
    private final DataType accumulatorType;
    private boolean open;
    private boolean maySkip;

    @SuppressWarnings("unchecked")
    public AggregateInstance(LoadedFunction loaded, List<DataType> argumentTypes, DataType resultType, String place) {
        this.loaded = loaded;
        this.place = place;
        this.resultType = resultType;
        this.instance = (AggregateFunction<Object, Object>) loaded.instance();
        ResolvedSignature signature = loaded.type().resolve(argumentTypes);
        accumulatorType = loaded.function().accumulatorType();
        try {
            arguments = new BoundArguments(signature);
            accumulate = arguments
                    .compile(signature.signature().method(), instance, 1)
                    .asType(MethodType.methodType(void.class, Object.class, int.class));
            results = new CollectedWriter(resultType);
            boolean travels = accumulatorType != null;
            merge = travels ? mergeMethod() : null;
            accumulatorReader =
                    travels ? ValueReaders.of(accumulatorType, loaded.type().accumulatorJavaType()) : null;
            accumulatorWriter =
                    travels ? ValueWriters.of(accumulatorType, loaded.type().accumulatorJavaType()) : null;
        } catch (IllegalArgumentException e) {
            throw FunctionErrors.invalid(
                    loaded.function().name(), loaded.function().className(), e.getMessage(), e);
        }
    }

    private MethodHandle mergeMethod() {
        Method method = Arrays.stream(loaded.type().type().getMethods())
                .filter(candidate -> candidate.getName().equals("merge")
                        && candidate.getParameterCount() == 2
                        && candidate.getParameterTypes()[1] == Iterable.class)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no merge(ACC, Iterable<ACC>)"));
        try {
            return MethodHandles.publicLookup()
                    .unreflect(method)
                    .bindTo(instance)
                    .asType(MethodType.methodType(void.class, Object.class, Iterable.class));
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException("merge cannot be called: " + e.getMessage(), e);
        }
    }

    /** Before the first of the other calls. */
    public void open() {
        if (!open) {
            open = true;
            loaded.open(instance);
        }
    }

    public Object createAccumulator() {
        try {
            Object accumulator = instance.createAccumulator();
            if (accumulator == null) {
                throw new IllegalStateException("createAccumulator gave null");
            }
            return accumulator;
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw failed("createAccumulator()", e);
        }
    }

    /** The rows that {@link #accumulate} numbers. @param columns flat */
    public void bind(List<Column> columns) {
        arguments.bind(columns.toArray(Column[]::new));
        maySkip = arguments.maySkip();
    }

    /** Nothing for a row with a NULL where a parameter is primitive. */
    public void accumulate(Object accumulator, int row) {
        if (maySkip && arguments.skips(row)) {
            return;
        }
        try {
            accumulate.invokeExact(accumulator, row);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw failed("accumulate(…, " + arguments.text(row) + ")", e);
        }
    }

    public void merge(Object accumulator, Object other) {
        try {
            Iterable<?> others = List.of(other);
            merge.invokeExact(accumulator, others);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw failed("merge(" + FunctionErrors.text(accumulator, other) + ")", e);
        }
    }

    /** Appends the accumulator's value. */
    public void appendResult(Object accumulator, ColumnBuilder builder) {
        try {
            results.append(instance.getValue(accumulator), builder);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw failed("getValue(" + FunctionErrors.text(accumulator) + ")", e);
        }
    }

    public ColumnBuilder resultBuilder(int size) {
        return ColumnBuilder.of(resultType, size);
    }

    /** Accumulators as values, {@code null} for NULL. */
    public Column accumulators(Object[] values, int from, int count) {
        ColumnBuilder builder = ColumnBuilder.of(accumulatorType, count);
        for (int i = from; i < from + count; i++) {
            try {
                accumulatorWriter.append(values[i], builder);
            } catch (RuntimeException e) {
                throw failed("writing the accumulator " + FunctionErrors.text(values[i]), e);
            }
        }
        return builder.build();
    }

    /** The other way: each call makes a fresh object. */
    public IntFunction<Object> accumulators(Column column) {
        return accumulatorReader.of(column);
    }

    private RuntimeException failed(String what, Throwable cause) {
        return FunctionErrors.failed(loaded.function(), what, place, cause);
    }
}

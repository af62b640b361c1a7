package io.blink.runtime.function;

import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.function.user.FunctionErrors;
import io.blink.core.function.user.ResolvedSignature;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.spi.function.TableFunction;
import io.blink.core.type.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodType;
import java.util.List;

/** A call of a {@code TableFunction}: for each row an array of what it collects. What is collected is accounted for until the next batch. */
public final class TableCall {
    private final LoadedFunction loaded;
    private final String place;
    private final DataType type;
    private final TableFunction<?> instance;
    private final BoundArguments arguments;
    private final ValueWriter elements;
    /** (int)void. */
    private final MethodHandle row;

    private final MemoryReservation memory;

    private boolean open;
    private ColumnBuilder collected;

    /** @param type ARRAY of the rows */
    public TableCall(LoadedFunction loaded, List<DataType> argumentTypes, DataType type, String place) {
        this.loaded = loaded;
        this.place = place;
        this.type = type;
        this.instance = (TableFunction<?>) loaded.instance();
        ResolvedSignature signature = loaded.type().resolve(argumentTypes);
        try {
            arguments = new BoundArguments(signature);
            // What is collected says itself what it is: a class or Row for ROW, Java's value types for others.
            elements = new CollectedWriter(type.element());
            row = arguments
                    .compile(signature.signature().method(), instance, 0)
                    .asType(MethodType.methodType(void.class, int.class));
        } catch (IllegalArgumentException e) {
            throw FunctionErrors.invalid(
                    loaded.function().name(), loaded.function().className(), "eval: " + e.getMessage(), e);
        }
        memory = loaded.reserve(place);
        instance.setCollector(this::collect);
    }

    private void collect(Object value) {
        elements.append(value, collected);
        long missing = collected.retainedBytes() - memory.bytes();
        if (missing > 0) {
            memory.grow(missing);
        }
    }

    /** @param columns flat or constant */
    public Column apply(Column[] columns, int rows) {
        if (!open) {
            open = true;
            loaded.open(instance);
        }
        arguments.bind(columns);
        ArrayColumnBuilder arrays = (ArrayColumnBuilder) ColumnBuilder.of(type, rows);
        collected = arrays.elements();
        memory.shrink(memory.bytes());
        boolean maySkip = arguments.maySkip();
        int at = 0;
        try {
            for (; at < rows; at++) {
                if (!maySkip || !arguments.skips(at)) {
                    row.invokeExact(at);
                }
                arrays.endArray();
            }
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            if (e instanceof BlinkException told && told.code() == CoreErrorCode.OUT_OF_MEMORY_BUDGET) {
                throw told;
            }
            throw FunctionErrors.failed(loaded.function(), "eval(" + arguments.text(at) + ")", place, e);
        }
        return arrays.build();
    }
}

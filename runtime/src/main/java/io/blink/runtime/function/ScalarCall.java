package io.blink.runtime.function;

import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.function.user.FunctionErrors;
import io.blink.core.function.user.ResolvedSignature;
import io.blink.core.spi.function.UserDefinedFunction;
import io.blink.core.type.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.List;

/** A call of a {@code ScalarFunction}: its method, the readers of its arguments and the writer of its result as one method handle, which the JIT makes one piece of. */
public final class ScalarCall {
    private final LoadedFunction loaded;
    private final String place;
    private final UserDefinedFunction instance;
    private final BoundArguments arguments;
    private final Results results;
    /** (int)void. */
    private final MethodHandle row;

    private boolean open;

    /** @param place for messages: where the call stands, what runs it */
    public ScalarCall(LoadedFunction loaded, List<DataType> argumentTypes, DataType type, String place) {
        this.loaded = loaded;
        this.place = place;
        this.instance = loaded.instance();
        ResolvedSignature signature = loaded.type().resolve(argumentTypes);
        Method method = signature.signature().method();
        try {
            arguments = new BoundArguments(signature);
            MethodHandle value = arguments.compile(method, instance, 0);
            Class<?> returned = value.type().returnType();
            results = new Results(returned, type, ValueWriters.of(type, method.getGenericReturnType()));
            row = MethodHandles.foldArguments(results.writer(), value)
                    .asType(MethodType.methodType(void.class, int.class));
        } catch (IllegalArgumentException e) {
            throw FunctionErrors.invalid(
                    loaded.function().name(),
                    loaded.function().className(),
                    method.getName() + ": " + e.getMessage(),
                    e);
        }
    }

    /** @param columns flat or constant */
    public Column apply(Column[] columns, int rows) {
        open();
        arguments.bind(columns);
        results.begin(rows);
        int at = 0;
        try {
            if (arguments.maySkip()) {
                for (; at < rows; at++) {
                    if (arguments.skips(at)) {
                        results.setNull(at, rows);
                    } else {
                        row.invokeExact(at);
                    }
                }
            } else {
                for (; at < rows; at++) {
                    row.invokeExact(at);
                }
            }
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw failed(at, e);
        }
        return results.end(rows);
    }

    private void open() {
        if (!open) {
            open = true;
            loaded.open(instance);
        }
    }

    private BlinkException failed(int at, Throwable cause) {
        return FunctionErrors.failed(loaded.function(), "eval(" + arguments.text(at) + ")", place, cause);
    }
}

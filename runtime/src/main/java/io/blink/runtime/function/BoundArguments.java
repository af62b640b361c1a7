package io.blink.runtime.function;

import io.blink.core.column.Column;
import io.blink.core.function.user.FunctionErrors;
import io.blink.core.function.user.Parameter;
import io.blink.core.function.user.ResolvedSignature;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;

/** All arguments of a call: makes of a method one that takes a row number in their place. */
final class BoundArguments {
    private final Arguments[] arguments;

    /** @throws IllegalArgumentException where a parameter's Java type cannot hold its SQL type */
    BoundArguments(ResolvedSignature signature) {
        arguments = new Arguments[signature.argumentTypes().size()];
        for (int i = 0; i < arguments.length; i++) {
            Parameter parameter = signature.signature().parameter(i);
            ValueReader reader = ValueReaders.of(signature.argumentTypes().get(i), parameter.javaType());
            arguments[i] = new Arguments(JavaClasses.raw(parameter.javaType()), reader);
        }
    }

    void bind(Column[] columns) {
        for (int i = 0; i < arguments.length; i++) {
            arguments[i].bind(columns[i]);
        }
    }

    /** Whether a row may have a NULL where a parameter is primitive. */
    boolean maySkip() {
        for (Arguments argument : arguments) {
            if (argument.isPrimitive() && argument.mayHaveNulls()) {
                return true;
            }
        }
        return false;
    }

    boolean skips(int row) {
        for (Arguments argument : arguments) {
            if (argument.isPrimitive() && argument.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    /** For a message. */
    String text(int row) {
        Object[] values = new Object[arguments.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[i].value(row);
        }
        return FunctionErrors.text(values);
    }

    /** The method for an instance, with a trailing row number instead of the arguments. @param leading parameters that stay in front */
    MethodHandle compile(Method method, Object instance, int leading) {
        MethodHandle target;
        try {
            target = MethodHandles.publicLookup().unreflect(method).bindTo(instance);
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(method + " cannot be called: " + e.getMessage(), e);
        }
        target = target.asFixedArity();
        if (method.isVarArgs()) {
            int repeated = arguments.length - (method.getParameterCount() - leading - 1);
            target = target.asCollector(target.type().lastParameterType(), repeated);
        }
        MethodHandle[] readers = new MethodHandle[arguments.length];
        int[] order = new int[leading + arguments.length];
        Class<?>[] kept = new Class<?>[leading + 1];
        for (int i = 0; i < leading; i++) {
            order[i] = i;
            kept[i] = target.type().parameterType(i);
        }
        kept[leading] = int.class;
        for (int i = 0; i < readers.length; i++) {
            readers[i] = arguments[i]
                    .reader()
                    .asType(MethodType.methodType(target.type().parameterType(leading + i), int.class));
            order[leading + i] = leading;
        }
        MethodHandle read = MethodHandles.filterArguments(target, leading, readers);
        return MethodHandles.permuteArguments(
                read, MethodType.methodType(target.type().returnType(), kept), order);
    }
}

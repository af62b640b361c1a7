package io.blink.core.function.user;

import io.blink.core.type.DataType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One method of a function, with one reading of its types.
 *
 * @param method {@code null} of a {@link FunctionKind#VECTORIZED} function
 * @param variable whether the last parameter is repeated, perhaps no times
 */
public record Signature(Method method, List<Parameter> parameters, boolean variable, DataType result) {
    public Signature {
        parameters = List.copyOf(parameters);
    }

    /** The parameter for an argument. */
    public Parameter parameter(int argument) {
        return parameters.get(Math.min(argument, parameters.size() - 1));
    }

    /** The sum over all arguments; negative if they do not fit. */
    int distance(List<DataType> given) {
        int fixed = variable ? parameters.size() - 1 : parameters.size();
        if (given.size() < fixed || (!variable && given.size() > fixed)) {
            return -1;
        }
        int sum = variable ? 1 : 0;
        for (int i = 0; i < given.size(); i++) {
            int distance = parameter(i).distance(given.get(i));
            if (distance < 0) {
                return -1;
            }
            sum += distance;
        }
        return sum;
    }

    ResolvedSignature resolved(List<DataType> given) {
        List<DataType> targets = new ArrayList<>();
        boolean nullForNull = false;
        for (int i = 0; i < given.size(); i++) {
            targets.add(parameter(i).target(given.get(i)));
            nullForNull |= parameter(i).isPrimitive() && given.get(i).nullable();
        }
        return new ResolvedSignature(this, targets, nullForNull ? result.withNullable(true) : result);
    }

    @Override
    public String toString() {
        String types = parameters.stream().map(Parameter::toString).collect(Collectors.joining(", "));
        return "(" + types + (variable ? "..." : "") + ") -> " + result.withNullable(true);
    }
}

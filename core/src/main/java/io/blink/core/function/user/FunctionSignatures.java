package io.blink.core.function.user;

import io.blink.core.spi.function.AggregateFunction;
import io.blink.core.spi.function.DataTypeHint;
import io.blink.core.spi.function.FunctionHint;
import io.blink.core.spi.function.InputGroup;
import io.blink.core.spi.function.TableFunction;
import io.blink.core.type.DataType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Reads signatures from the methods, types and hints of a class. */
final class FunctionSignatures {
    private final Class<?> type;
    private final FunctionKind kind;
    private final SuperTypes superTypes;

    FunctionSignatures(Class<?> type, FunctionKind kind) {
        this.type = type;
        this.kind = kind;
        this.superTypes = new SuperTypes(type);
    }

    /** All, in an order that every process finds. */
    List<Signature> read() {
        List<Signature> signatures = new ArrayList<>();
        methods().forEach(method -> addOf(method, signatures));
        signatures.sort(Comparator.comparing(Signature::toString)
                .thenComparing(signature -> signature.method().toGenericString()));
        return List.copyOf(signatures);
    }

    private List<Method> methods() {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(kind.method()))
                .filter(method -> !method.isBridge() && !Modifier.isStatic(method.getModifiers()))
                .toList();
    }

    private void addOf(Method method, List<Signature> signatures) {
        List<FunctionHint> hints = new ArrayList<>(Arrays.asList(method.getAnnotationsByType(FunctionHint.class)));
        if (hints.isEmpty()) {
            for (FunctionHint hint : type.getAnnotationsByType(FunctionHint.class)) {
                if (hint.input().length == 0 || fits(method, hint)) {
                    hints.add(hint);
                }
            }
        }
        if (hints.isEmpty()) {
            signatures.add(signature(method, null));
        }
        hints.forEach(hint -> signatures.add(signature(method, hint)));
    }

    private int firstParameter() {
        return kind == FunctionKind.AGGREGATE ? 1 : 0;
    }

    private boolean fits(Method method, FunctionHint hint) {
        int own = method.getParameterCount() - firstParameter();
        return own == hint.input().length || (method.isVarArgs() && hint.input().length >= own - 1);
    }

    private Signature signature(Method method, FunctionHint hint) {
        int first = firstParameter();
        if (method.getParameterCount() < first) {
            throw new IllegalArgumentException(
                    method.getName() + " has no parameter; the first one is the accumulator");
        }
        List<Parameter> parameters = new ArrayList<>();
        int given = hint == null ? 0 : hint.input().length;
        boolean variable = given == 0 ? method.isVarArgs() : hint.isVarArgs();
        int count = given == 0 ? method.getParameterCount() - first : given;
        for (int i = 0; i < count; i++) {
            parameters.add(parameter(method, first, i, given == 0 ? null : hint.input()[i]));
        }
        return new Signature(method, parameters, variable, result(method, hint));
    }

    private Parameter parameter(Method method, int first, int index, DataTypeHint hint) {
        int position = Math.min(first + index, method.getParameterCount() - 1);
        Type javaType = superTypes.resolve(method.getGenericParameterTypes()[position]);
        boolean repeated = method.isVarArgs() && position == method.getParameterCount() - 1;
        if (repeated) {
            javaType = javaType instanceof Class<?> array
                    ? array.getComponentType()
                    : ((java.lang.reflect.GenericArrayType) javaType).getGenericComponentType();
        }
        DataTypeHint beside = hint != null ? hint : method.getParameters()[position].getAnnotation(DataTypeHint.class);
        if (beside != null && beside.inputGroup() == InputGroup.ANY) {
            return new Parameter(javaType, null, false);
        }
        boolean told = beside != null && !beside.value().isEmpty();
        return new Parameter(javaType, told ? JavaTypes.parse(beside.value()) : JavaTypes.of(javaType), told);
    }

    private DataType result(Method method, FunctionHint hint) {
        if (hint != null && !hint.output().value().isEmpty()) {
            return JavaTypes.parse(hint.output().value());
        }
        return switch (kind) {
            case TABLE -> JavaTypes.of(superTypes.argument(TableFunction.class, 0), type);
            case AGGREGATE -> aggregateResult();
            default -> scalarResult(method);
        };
    }

    private DataType scalarResult(Method method) {
        if (method.getReturnType() == void.class) {
            throw new IllegalArgumentException(method.getName() + " returns nothing; it must return a value");
        }
        return JavaTypes.of(superTypes.resolve(method.getGenericReturnType()), method);
    }

    private DataType aggregateResult() {
        for (Method method : type.getMethods()) {
            if (method.getName().equals("getValue")
                    && !method.isBridge()
                    && method.isAnnotationPresent(DataTypeHint.class)) {
                return JavaTypes.of(Object.class, method);
            }
        }
        return JavaTypes.of(superTypes.argument(AggregateFunction.class, 0), type);
    }

    /** Java's type of the accumulators. */
    Type accumulatorJavaType() {
        return superTypes.argument(AggregateFunction.class, 1);
    }

    /** The type in which accumulators travel; {@code null} if they cannot. */
    DataType accumulatorType() {
        boolean merges = Arrays.stream(type.getMethods())
                .anyMatch(method -> method.getName().equals("merge")
                        && method.getParameterCount() == 2
                        && method.getParameterTypes()[1] == Iterable.class);
        if (!merges) {
            return null;
        }
        for (FunctionHint hint : type.getAnnotationsByType(FunctionHint.class)) {
            if (!hint.accumulator().value().isEmpty()) {
                return JavaTypes.parse(hint.accumulator().value());
            }
        }
        try {
            return JavaTypes.of(accumulatorJavaType());
        } catch (IllegalArgumentException e) {
            return null; // Rows travel instead.
        }
    }
}

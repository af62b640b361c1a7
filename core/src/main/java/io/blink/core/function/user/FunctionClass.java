package io.blink.core.function.user;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.function.UserDefinedFunction;
import io.blink.core.spi.function.VectorizedFunction;
import io.blink.core.type.DataType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.List;
import java.util.stream.Collectors;

/** The class of a function, looked at once. Immutable. */
public final class FunctionClass {
    private final String name;
    private final Class<? extends UserDefinedFunction> type;
    private final FunctionKind kind;
    private final List<Signature> signatures;
    private final Type accumulatorJavaType;
    private final DataType accumulatorType;
    private final boolean deterministic;

    private FunctionClass(String name, Class<? extends UserDefinedFunction> type, FunctionKind kind) {
        this.name = name;
        this.type = type;
        this.kind = kind;
        FunctionSignatures reader = new FunctionSignatures(type, kind);
        this.signatures = kind == FunctionKind.VECTORIZED ? List.of() : reader.read();
        this.accumulatorJavaType = kind == FunctionKind.AGGREGATE ? reader.accumulatorJavaType() : Object.class;
        this.accumulatorType = kind == FunctionKind.AGGREGATE ? reader.accumulatorType() : null;
        this.deterministic = instance().isDeterministic();
    }

    /** Loads and checks the class; every mistake in it is an error of the user that names the function. */
    public static FunctionClass load(String name, String className, ClassLoader loader) {
        Class<?> found = find(name, className, loader);
        FunctionKind kind = kind(name, found);
        int modifiers = found.getModifiers();
        if (!Modifier.isPublic(modifiers) || Modifier.isAbstract(modifiers)) {
            throw FunctionErrors.invalid(name, className, "the class must be public and not abstract", null);
        }
        FunctionClass function;
        try {
            function = new FunctionClass(name, found.asSubclass(UserDefinedFunction.class), kind);
        } catch (IllegalArgumentException | BlinkException e) {
            throw FunctionErrors.invalid(name, className, e.getMessage(), e);
        } catch (LinkageError e) {
            throw FunctionErrors.invalid(
                    name, className, "a class that it needs is missing: " + e + "; add its jar to USING JAR", e);
        }
        if (kind != FunctionKind.VECTORIZED && function.signatures.isEmpty()) {
            throw FunctionErrors.invalid(name, className, "there is no public method '" + kind.method() + "'", null);
        }
        return function;
    }

    private static Class<?> find(String name, String className, ClassLoader loader) {
        try {
            return Class.forName(className, true, loader);
        } catch (ClassNotFoundException e) {
            throw FunctionErrors.invalid(
                    name,
                    className,
                    "there is no such class in the function's jars; check its name, or name the jar with USING JAR",
                    e);
        } catch (LinkageError e) {
            throw FunctionErrors.invalid(name, className, "the class cannot be loaded: " + e, e);
        }
    }

    private static FunctionKind kind(String name, Class<?> type) {
        for (FunctionKind kind : FunctionKind.values()) {
            if (kind.type().isAssignableFrom(type)) {
                return kind;
            }
        }
        throw FunctionErrors.invalid(
                name,
                type.getName(),
                "the class extends neither ScalarFunction, TableFunction, AggregateFunction nor VectorizedFunction of io.blink.core.spi.function",
                null);
    }

    /** A fresh one, not open. */
    public UserDefinedFunction instance() {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException e) {
            throw FunctionErrors.invalid(
                    name, type.getName(), "its constructor failed: " + UserStack.of(e.getCause()), e.getCause());
        } catch (ReflectiveOperationException e) {
            throw FunctionErrors.invalid(name, type.getName(), "it has no public constructor without parameters", e);
        }
    }

    public FunctionKind kind() {
        return kind;
    }

    public List<Signature> signatures() {
        return signatures;
    }

    public boolean isDeterministic() {
        return deterministic;
    }

    public Class<?> type() {
        return type;
    }

    /** What {@code createAccumulator} gives. */
    public Type accumulatorJavaType() {
        return accumulatorJavaType;
    }

    /** In which accumulators travel; {@code null} if they do not. */
    public DataType accumulatorType() {
        return accumulatorType;
    }

    /** The signature that fits the arguments best, or an error that lists all. */
    public ResolvedSignature resolve(List<DataType> given) {
        if (kind == FunctionKind.VECTORIZED) {
            return vectorized(given);
        }
        Signature best = null;
        int bestDistance = Integer.MAX_VALUE;
        for (Signature signature : signatures) {
            int distance = signature.distance(given);
            if (distance >= 0 && distance < bestDistance) {
                best = signature;
                bestDistance = distance;
            }
        }
        if (best == null) {
            String known = signatures.stream().map(Signature::toString).collect(Collectors.joining("; "));
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    "Function " + name + " does not take " + text(given) + "; it takes " + known);
        }
        return best.resolved(given);
    }

    private ResolvedSignature vectorized(List<DataType> given) {
        VectorizedFunction function = (VectorizedFunction) instance();
        try {
            List<DataType> targets = function.argumentTypes(given);
            DataType result = function.resultType(targets);
            if (targets.size() != given.size()) {
                throw new IllegalArgumentException("argumentTypes gives " + targets.size() + " types");
            }
            return new ResolvedSignature(new Signature(null, List.of(), true, result), targets, result);
        } catch (RuntimeException e) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    "Function " + name + " does not take " + text(given) + ": " + e.getMessage(),
                    e);
        }
    }

    private static String text(List<DataType> types) {
        return types.stream()
                .map(type -> type.withNullable(true).toString())
                .collect(Collectors.joining(", ", "(", ")"));
    }
}

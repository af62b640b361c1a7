package io.blink.core.function.user;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.HashMap;
import java.util.Map;

/** What the type variables of a class's ancestors stand for. */
final class SuperTypes {
    private final Map<TypeVariable<?>, Type> bindings = new HashMap<>();

    SuperTypes(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getGenericSuperclass() instanceof ParameterizedType parent) {
                TypeVariable<?>[] variables = at.getSuperclass().getTypeParameters();
                for (int i = 0; i < variables.length; i++) {
                    bindings.put(variables[i], resolve(parent.getActualTypeArguments()[i]));
                }
            }
        }
    }

    /** The argument of an ancestor; {@link Object} if nobody said. */
    Type argument(Class<?> ancestor, int index) {
        return bindings.getOrDefault(ancestor.getTypeParameters()[index], Object.class);
    }

    /** A type in which a variable is replaced by what it stands for, if that is known. */
    Type resolve(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return bindings.getOrDefault(variable, Object.class);
        }
        if (type instanceof GenericArrayType array
                && resolve(array.getGenericComponentType()) instanceof Class<?> component) {
            return component.arrayType();
        }
        return type;
    }
}

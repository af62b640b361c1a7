package io.blink.runtime.function;

import io.blink.core.function.user.StructField;
import io.blink.core.type.DataType;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/** A record or class with public fields that stands for a ROW. */
final class Structure {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.publicLookup();

    private final Class<?> type;
    private final List<StructField> fields;
    private final List<MethodHandle> getters = new ArrayList<>();
    private final List<MethodHandle> setters = new ArrayList<>();
    /** From an array of all components, or without parameters. */
    private final MethodHandle constructor;

    private Structure(Class<?> type) throws ReflectiveOperationException {
        this.type = type;
        this.fields = StructField.of(type);
        if (type.isRecord()) {
            MethodType components = MethodType.methodType(void.class);
            for (RecordComponent component : type.getRecordComponents()) {
                components = components.appendParameterTypes(component.getType());
                getters.add(objects(LOOKUP.unreflect(component.getAccessor())));
            }
            constructor = LOOKUP.findConstructor(type, components)
                    .asSpreader(Object[].class, components.parameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } else {
            for (StructField field : fields) {
                getters.add(objects(LOOKUP.unreflectGetter(type.getField(field.name()))));
                setters.add(LOOKUP.unreflectSetter(type.getField(field.name()))
                        .asType(MethodType.methodType(void.class, Object.class, Object.class)));
            }
            constructor = LOOKUP.findConstructor(type, MethodType.methodType(void.class))
                    .asType(MethodType.methodType(Object.class));
        }
    }

    private static MethodHandle objects(MethodHandle getter) {
        return getter.asType(MethodType.methodType(Object.class, Object.class));
    }

    static Structure of(Class<?> type, DataType row) {
        try {
            Structure structure = new Structure(type);
            if (structure.fields.size() != row.fields().size()) {
                throw new IllegalArgumentException(type.getTypeName() + " has " + structure.fields.size()
                        + " fields where " + row.withNullable(true) + " is declared");
            }
            return structure;
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(
                    "the fields of " + type.getTypeName() + " cannot be reached: " + e + "; make the class public", e);
        }
    }

    Type fieldType(int index) {
        return fields.get(index).type();
    }

    Object get(Object value, int index) {
        try {
            return getters.get(index).invokeExact(value);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("field " + fields.get(index).name() + " of " + type.getTypeName(), e);
        }
    }

    /** A NULL leaves a field of a primitive type as it is. */
    Object make(Object... values) {
        try {
            if (type.isRecord()) {
                return constructor.invokeExact(values);
            }
            Object made = constructor.invokeExact();
            for (int i = 0; i < values.length; i++) {
                if (values[i] != null || !fields.get(i).raw().isPrimitive()) {
                    setters.get(i).invokeExact(made, values[i]);
                }
            }
            return made;
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a " + type.getTypeName() + " cannot be made", e);
        }
    }
}

package io.blink.core.function.user;

import io.blink.core.spi.function.DataTypeHint;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a class that is a ROW in SQL: a component of a record, or a public field that is neither static nor transient, in the order of the source.
 *
 * @param hint SQL type, or empty
 */
public record StructField(String name, Type type, Class<?> raw, String hint) {
    /** All of them; an {@link IllegalArgumentException} if the class is no structure. */
    public static List<StructField> of(Class<?> type) {
        List<StructField> fields = new ArrayList<>();
        if (type.isRecord()) {
            for (RecordComponent component : type.getRecordComponents()) {
                DataTypeHint hint = component.getAnnotation(DataTypeHint.class);
                fields.add(new StructField(
                        component.getName(), component.getGenericType(), component.getType(), text(hint)));
            }
            return fields;
        }
        for (Field field : type.getFields()) {
            if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
                DataTypeHint hint = field.getAnnotation(DataTypeHint.class);
                fields.add(new StructField(field.getName(), field.getGenericType(), field.getType(), text(hint)));
            }
        }
        if (fields.isEmpty() || type.isInterface() || !hasConstructor(type)) {
            throw new IllegalArgumentException(
                    type.getName()
                            + " has no SQL type: it is neither one of Java's value types, nor an array, List or Map of them, nor a record, nor a class with public fields and a public constructor without parameters");
        }
        return fields;
    }

    private static String text(DataTypeHint hint) {
        return hint == null ? "" : hint.value();
    }

    private static boolean hasConstructor(Class<?> type) {
        try {
            return Modifier.isPublic(type.getConstructor().getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }
}

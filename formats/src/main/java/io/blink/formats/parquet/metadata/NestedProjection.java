package io.blink.formats.parquet.metadata;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** The fields of a stored column that the wanted type has, so that no other leaf is read. */
public final class NestedProjection {
    private NestedProjection() {}

    /** Rows below rows are narrowed; arrays and maps stay whole. */
    public static Type of(Type stored, DataType wanted) {
        if (stored.isPrimitive() || wanted.kind() != TypeKind.ROW) {
            return stored;
        }
        GroupType group = stored.asGroupType();
        List<Type> fields = new ArrayList<>();
        for (Field field : wanted.fields()) {
            if (!group.containsField(field.name())) {
                return stored;
            }
            fields.add(of(group.getType(field.name()), field.type()));
        }
        return fields.isEmpty() ? stored : group.withNewFields(fields);
    }
}

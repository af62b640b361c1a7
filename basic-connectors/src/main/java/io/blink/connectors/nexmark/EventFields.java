package io.blink.connectors.nexmark;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;

/** The fields of one kind of event. */
interface EventFields {
    /** The values of a field in the rows that hold the kind; others are undefined. */
    Column column(String field, EventBatch batch);

    static Field number(String name) {
        return new Field(name, DataType.of(TypeKind.BIGINT));
    }

    static Field text(String name) {
        return new Field(name, DataType.string());
    }

    static Field time(String name) {
        return new Field(name, DataType.timestamp(3));
    }
}

package io.blink.core.expression;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.blink.core.type.DataType;

/** A typed expression over the columns of one row. Immutable; part of the plan format. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "expression")
@JsonSubTypes({
    @JsonSubTypes.Type(value = InputColumn.class, name = "column"),
    @JsonSubTypes.Type(value = Literal.class, name = "literal"),
    @JsonSubTypes.Type(value = Call.class, name = "call")
})
public sealed interface Expression permits InputColumn, Literal, Call {
    DataType type();
}

package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Where the rows of one input of an operator come from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "from")
@JsonSubTypes({
    @JsonSubTypes.Type(value = OperatorInput.FromOperator.class, name = "operator"),
    @JsonSubTypes.Type(value = OperatorInput.FromEdge.class, name = "edge")
})
public sealed interface OperatorInput {
    /** From an operator of the same vertex, by reference, in the same task. */
    record FromOperator(int operatorId) implements OperatorInput {}

    /** From an edge that ends at this vertex. */
    record FromEdge(int edgeId) implements OperatorInput {}
}

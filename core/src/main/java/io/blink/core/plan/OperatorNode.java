package io.blink.core.plan;

import static java.util.Objects.requireNonNull;

import io.blink.core.type.Field;
import java.util.List;

/**
 * An operator in its place.
 *
 * @param id unique in the job
 * @param stateId names the operator's state in checkpoints; derived from meaning, so that it survives replanning
 * @param name for people: plans, metrics, messages
 * @param output names and types of the rows that it emits; empty for sinks
 */
public record OperatorNode(
        int id, String stateId, String name, OperatorSpec spec, List<OperatorInput> inputs, List<Field> output) {
    public OperatorNode {
        requireNonNull(stateId, "stateId");
        requireNonNull(name, "name");
        requireNonNull(spec, "spec");
        inputs = List.copyOf(inputs);
        output = List.copyOf(output);
    }
}

package io.blink.sql.function;

import org.apache.calcite.rel.type.RelDataType;

/** What a parameter of a function {@code x -> …} stands for: an element of an array, its place, a value so far. Its function gives it the type before its body is looked at. */
final class LambdaVariable {
    private final int id;
    private RelDataType type;

    /** @param id greater than those of all functions within the body */
    LambdaVariable(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    RelDataType type() {
        return type;
    }

    void become(RelDataType known) {
        this.type = known;
    }
}

package io.blink.core.plan;

/** A spec of an operator that makes updates of rows that it emitted before. */
public interface UpdatingSpec {
    /** Whether the old content of a changed row goes out too (-U before +U); without, the reader knows it by the row's key. */
    boolean emitsUpdateBefore();

    /** The same operator with or without old contents. */
    OperatorSpec withUpdateBefore(boolean emits);
}

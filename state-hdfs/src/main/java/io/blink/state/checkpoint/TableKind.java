package io.blink.state.checkpoint;

/** What the records of a table are. */
public enum TableKind {
    /** Values by key. */
    VALUE,
    /** Lengths of lists by key. */
    LIST,
    /** Elements of lists by key and position; of the same name as the LIST. */
    LIST_ELEMENT,
    /** Values by order key, which is key and order. */
    SORTED_MAP,
    /** Order keys, which are time and key. */
    TIMER
}

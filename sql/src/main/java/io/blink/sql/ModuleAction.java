package io.blink.sql;

/** What a statement does with modules, which are Flink's name for sets of functions. */
public enum ModuleAction {
    LOAD,
    UNLOAD,
    /** Chooses those whose functions are found, and in which order. */
    USE
}

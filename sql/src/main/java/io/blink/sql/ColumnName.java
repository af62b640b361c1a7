package io.blink.sql;

import io.blink.core.expression.SourcePosition;

/** A column as a statement names it. */
public record ColumnName(String name, SourcePosition position) {}

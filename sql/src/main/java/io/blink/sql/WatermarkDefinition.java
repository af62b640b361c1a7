package io.blink.sql;

import io.blink.core.expression.SourcePosition;

/** {@code WATERMARK FOR column AS expression}: the column becomes the table's event time. */
public record WatermarkDefinition(String column, String expression, SourcePosition position) {}

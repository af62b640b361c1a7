package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

/** {@code WATERMARK FOR column AS expression}: which column is event time, and the SQL text of the watermark over a row. */
public record WatermarkDefinition(String column, String expression) {
    public WatermarkDefinition {
        requireNonNull(column, "column");
        requireNonNull(expression, "expression");
    }
}

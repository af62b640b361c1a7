package io.blink.core.plan;

/** One key of an order: an input column, its direction and where NULLs stand (lowest by default: first in ascending order). */
public record SortKey(int column, boolean ascending, boolean nullsFirst) {}

package io.blink.connectors.nexmark;

import io.blink.core.type.DataType;

/** A column that a scan gives; of a ROW the type has the fields that are wanted. */
record NexmarkColumn(String name, DataType type) {}

package io.blink.kafka.table;

import io.blink.core.type.DataType;

/** A column of a table. @param metadata {@code null}: it lies in the key or in the value @param virtual whether it is only read */
public record TableColumn(String name, DataType type, RecordMetadata metadata, boolean virtual) {}

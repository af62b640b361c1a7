package io.blink.sql;

import io.blink.core.expression.SourcePosition;
import io.blink.core.type.DataType;
import java.util.Optional;

/** One column of PARTITIONED BY: with a type it is declared there (Hive's form), without one it names a column of the table (Flink's form). */
public record PartitionColumn(
        String name, Optional<DataType> type, Optional<String> comment, SourcePosition position) {}

package io.blink.sql.physical.version;

import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.TimeAttribute;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** The columns by which a row that changes is known when it goes: of its least key, else all but the time at which it is processed, which is another one then. */
final class LookedUpRowKey {
    private LookedUpRowKey() {}

    static List<Integer> of(PhysicalNode rows) {
        return rows.changes().keys().stream()
                .filter(key -> key.stream().allMatch(column -> isKey(rows, column)))
                .min(Comparator.<Set<Integer>>comparingInt(Set::size)
                        .thenComparing(key -> key.stream().sorted().toList().toString()))
                .map(key -> key.stream().sorted().toList())
                .orElseGet(() -> contents(rows));
    }

    private static List<Integer> contents(PhysicalNode rows) {
        List<Integer> columns = IntStream.range(0, rows.output().size())
                .filter(column -> TimeAttribute.of(rows, column) != TimeAttribute.PROCESSING)
                .boxed()
                .toList();
        for (int column : columns) {
            if (!isKey(rows, column)) {
                Field field = rows.output().get(column);
                throw PlanErrors.unsupported(
                        "What a lookup finds for rows that change is kept by their key, or all their columns where they have none, as here, and column '"
                                + field.name() + "' is " + field.type()
                                + ", by which rows are not told apart; leave it out, give the rows a key by GROUP BY, or SET 'table.optimizer.non-deterministic-update.strategy' = 'IGNORE'");
            }
        }
        return columns;
    }

    private static boolean isKey(PhysicalNode rows, int column) {
        DataType type = rows.output().get(column).type();
        boolean nested =
                switch (type.kind()) {
                    case ARRAY, MAP, ROW -> true;
                    default -> false;
                };
        return !nested && TimeAttribute.of(rows, column) != TimeAttribute.PROCESSING;
    }
}

package io.blink.sql.logical;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.hint.HintPredicates;
import org.apache.calcite.rel.hint.HintStrategyTable;
import org.apache.calcite.rel.hint.RelHint;

/** Hints of Flink and Spark: OPTIONS is obeyed, the ones about joins are read and left to the planner's own judgement. */
final class TableHints {
    private static final List<String> JOIN_HINTS = List.of(
            "BROADCAST", "BROADCASTJOIN", "MAPJOIN", "SHUFFLE_HASH", "SHUFFLE_MERGE", "MERGE", "NEST_LOOP", "LOOKUP");

    private static final HintStrategyTable STRATEGIES = strategyTable();

    private TableHints() {}

    static HintStrategyTable strategies() {
        return STRATEGIES;
    }

    /** The key-value pairs of {@code OPTIONS('k' = 'v')}. */
    static Optional<Map<String, String>> options(List<RelHint> hints) {
        return hints.stream()
                .filter(hint -> hint.hintName.equalsIgnoreCase("OPTIONS"))
                .findFirst()
                .map(hint -> hint.kvOptions);
    }

    private static HintStrategyTable strategyTable() {
        HintStrategyTable.Builder builder =
                HintStrategyTable.builder().hintStrategy("OPTIONS", HintPredicates.TABLE_SCAN);
        JOIN_HINTS.forEach(name -> builder.hintStrategy(name, HintPredicates.JOIN));
        builder.hintStrategy("STATE_TTL", HintPredicates.or(HintPredicates.JOIN, HintPredicates.AGGREGATE));
        return builder.build();
    }
}

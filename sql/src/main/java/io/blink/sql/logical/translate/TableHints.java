package io.blink.sql.logical.translate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.hint.HintPredicates;
import org.apache.calcite.rel.hint.HintStrategyTable;
import org.apache.calcite.rel.hint.RelHint;
import org.apache.calcite.util.Litmus;

/** Hints behind a table: OPTIONS is obeyed. Those behind SELECT are {@link io.blink.sql.hint.SelectHints}'s, so that Calcite says nothing about any. */
final class TableHints {
    private static final HintStrategyTable STRATEGIES = strategyTable();

    private TableHints() {}

    static HintStrategyTable strategies() {
        return STRATEGIES;
    }

    /** The key-value pairs of {@code OPTIONS('k' = 'v')} behind the table itself; Calcite hands those behind SELECT down, with the way that they came. */
    static Optional<Map<String, String>> options(List<RelHint> hints) {
        return hints.stream()
                .filter(hint -> hint.hintName.equalsIgnoreCase("OPTIONS") && hint.inheritPath.isEmpty())
                .findFirst()
                .map(hint -> hint.kvOptions);
    }

    private static HintStrategyTable strategyTable() {
        return HintStrategyTable.builder()
                .hintStrategy("OPTIONS", HintPredicates.TABLE_SCAN)
                .errorHandler(Litmus.IGNORE)
                .build();
    }
}

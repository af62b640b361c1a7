package io.blink.sql.physical.stream;

import io.blink.core.config.Configuration;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.plan.WindowFiring;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Window aggregates whose results come early or change by late rows, where the user's settings say so. Their results are updated by group keys and window.
 *
 * <pre>
 *   WindowAggregate  =>  FiringWindowAggregate <- Exchange by the keys
 * </pre>
 */
final class FiringWindows {
    private final WindowFiring firing;

    FiringWindows(Configuration settings) {
        boolean early = settings.get(SqlOptions.EARLY_FIRE);
        boolean late = settings.get(SqlOptions.LATE_FIRE);
        firing = new WindowFiring(
                early ? settings.get(SqlOptions.EARLY_FIRE_DELAY).toMillis() : WindowFiring.NOT_EARLY,
                late ? settings.get(SqlOptions.LATE_FIRE_DELAY).toMillis() : 0,
                settings.get(SqlOptions.ALLOWED_LATENESS).toMillis());
    }

    boolean isOn() {
        return firing.isEarly() || firing.allowedLatenessMillis() > 0;
    }

    PhysicalNode plan(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        boolean session = window.window().kind() == TimeWindow.Kind.SESSION;
        boolean changing = !input.changes().insertOnly();
        boolean holds = !session
                && calls.stream()
                        .anyMatch(call -> call.user() != null || call.function().isHolistic());
        PhysicalNode grouped = Exchanges.keyed(input, keys);
        List<Field> output = StreamWindows.output(window, input, keys, calls, timeColumn);
        List<Integer> positions = new ArrayList<>();
        for (int column = 0; column < input.output().size(); column++) {
            positions.add(keys.indexOf(column));
        }
        OperatorSpec spec = new OperatorSpec.FiringWindowAggregate(
                timeColumn, window.window(), keys, calls, firing, changing || holds, true);
        return Operations.changing(
                spec,
                "FiringWindowAggregate",
                AggregatePlanning.meaning(spec, input.output(), keys, calls) + " in " + window.window(),
                List.of(grouped),
                output,
                grouped.distribution().mapped(positions),
                AggregatePlanning.groups(input.estimate(), keys, output),
                new Changes(true, changing || session, resultKeys(window.window(), keys.size(), output.size())),
                List.of(BeforeNeed.ALWAYS));
    }

    /** The group keys and whichever bound tells the window: of a SESSION each does, since those of a key never overlap. */
    private static Set<Set<Integer>> resultKeys(TimeWindow window, int keys, int columns) {
        Set<Set<Integer>> found = new HashSet<>();
        boolean byStart = window.startTellsEnd() || window.kind() == TimeWindow.Kind.SESSION;
        for (int bound = columns - (byStart ? 2 : 1); bound < columns; bound++) {
            Set<Integer> key = new HashSet<>(AggregatePlanning.firstColumns(keys));
            key.add(bound);
            found.add(key);
        }
        return found;
    }
}

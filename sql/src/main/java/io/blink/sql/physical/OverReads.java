package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.sql.over.LogicalOver;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.InputReader;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.physical.over.OverPlanning;
import io.blink.sql.physical.over.RankLimits;
import io.blink.sql.physical.stream.StreamPlanning;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Reads calls with OVER, and as few rows of them as filters on ranks let through. */
final class OverReads {
    private final PlanningScope scope;
    private final OverTotals totals;
    private final StreamPlanning streams;
    private final InputReader reader;

    /** @param reader of the inputs */
    OverReads(PlanningScope scope, OverTotals totals, StreamPlanning streams, InputReader reader) {
        this.scope = scope;
        this.totals = totals;
        this.streams = streams;
        this.reader = reader;
    }

    /** Of the calls those that are wanted or filtered by; filters on columns that partition all of them reach further down. */
    Scanned read(LogicalOver over, Collection<Integer> wanted, List<Expression> filters) {
        SortedSet<Integer> needed = new TreeSet<>(wanted);
        needed.addAll(ExpressionRewriter.columnsOf(filters));
        List<OverGroup> groups = over.groupsOf(needed::contains);
        int width = over.getInput().getRowType().getFieldCount();
        SortedSet<Integer> below = new TreeSet<>(needed.headSet(width));
        groups.forEach(group -> below.addAll(group.columns().asList()));
        below.addAll(scope.lateColumns(over.getInput()));
        Scanned input = reader.read(over.getInput(), below);
        List<OverGroup> placed = groups.stream()
                .map(group -> group.renumbered(column -> input.positions()[column]))
                .toList();
        List<Integer> calls = List.copyOf(needed.tailSet(width));
        int[] positions = Arrays.copyOf(input.positions(), over.getRowType().getFieldCount());
        Arrays.fill(positions, width, positions.length, -1);
        for (int i = 0; i < calls.size(); i++) {
            positions[calls.get(i)] = input.node().output().size() + i;
        }
        if (scope.isStream() && calls.size() == 1) {
            Optional<Scanned> ranks = firstRanks(placed.get(0), input.node(), calls.get(0), positions, wanted, filters);
            if (ranks.isPresent()) {
                return ranks.get();
            }
        }
        Optional<RankLimits.Found> limit = RankLimits.find(filters, placed, calls);
        PhysicalNode node = placed.isEmpty() ? input.node() : over(input.node(), placed, limit);
        return new Scanned(node, positions).filtered(filters).pruned(wanted);
    }

    /** @param call whose group it is; alone. @param positions of the columns of the rows with the call's result */
    private Optional<Scanned> firstRanks(
            OverGroup group,
            PhysicalNode input,
            int call,
            int[] positions,
            Collection<Integer> wanted,
            List<Expression> filters) {
        return streams.ranks(group, input, filters, call).map(range -> {
            SortedSet<Integer> used = new TreeSet<>(wanted);
            used.addAll(ExpressionRewriter.columnsOf(range.others()));
            boolean rankWanted = used.contains(call);
            PhysicalNode ranks = streams.firstRanks(group, input, range, rankWanted);
            int[] kept = positions.clone();
            kept[call] = rankWanted ? positions[call] : -1;
            return new Scanned(ranks, kept).filtered(range.others()).pruned(wanted);
        });
    }

    private PhysicalNode over(PhysicalNode input, List<OverGroup> groups, Optional<RankLimits.Found> limit) {
        if (scope.isStream()) {
            return streams.over(input, groups, limit);
        }
        return totals.serves(groups, input)
                ? totals.plan(input, groups)
                : OverPlanning.plan(
                        input,
                        groups,
                        limit.map(RankLimits.Found::group).orElse(null),
                        limit.map(RankLimits.Found::limit).orElse(null));
    }
}

package io.blink.sql.explain;

import io.blink.core.expression.Expression;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.JoinInputRows;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.SortKey;
import io.blink.core.type.Field;
import io.blink.sql.physical.node.ExpressionText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** What one operator does, in a line. */
final class OperatorText {
    private OperatorText() {}

    /** @param inputs the columns of each input */
    static String of(OperatorNode node, List<List<Field>> inputs) {
        String details = details(node, inputs);
        return details.isEmpty() ? node.name() : node.name() + " " + details;
    }

    private static String details(OperatorNode node, List<List<Field>> inputs) {
        OperatorSpec spec = node.spec();
        if (spec instanceof OperatorSpec.TableScan) {
            return names(node.output());
        }
        if (spec instanceof OperatorSpec.Values values) {
            return values.rows().size() + " rows";
        }
        if (spec instanceof OperatorSpec.HashJoin join) {
            return equalities(join.leftKeys(), join.rightKeys(), join.nullsEqual(), join.residual(), inputs);
        }
        if (spec instanceof OperatorSpec.StreamJoin join) {
            return equalities(join.leftKeys(), join.rightKeys(), join.nullsEqual(), join.residual(), inputs)
                    + ", keeping " + kept("left", join.left(), inputs.get(0)) + " and "
                    + kept("right", join.right(), inputs.get(1));
        }
        if (spec instanceof OperatorSpec.TemporalJoin join) {
            return equalities(
                            join.leftKeys(),
                            join.rightKeys(),
                            join.leftKeys().stream().map(key -> false).toList(),
                            join.residual(),
                            inputs)
                    + ", as of " + column(inputs.get(0), join.leftTime());
        }
        if (spec instanceof OperatorSpec.LookupJoin || spec instanceof OperatorSpec.KeyLookupJoin) {
            return lookup(spec, inputs.get(0));
        }
        if (spec instanceof OperatorSpec.KeptLookup kept) {
            return lookup(kept.lookup(), inputs.get(0)) + ", keeping what was found"
                    + (kept.rowKey().isEmpty() ? "" : " by " + columns(kept.rowKey(), inputs.get(0)))
                    + (kept.stateTtlMillis() == 0 ? "" : " for " + kept.stateTtlMillis() / 1000 + " s");
        }
        if (spec instanceof OperatorSpec.IntervalJoin join) {
            return equalities(join.leftKeys(), join.rightKeys(), join.nullsEqual(), join.condition(), inputs);
        }
        if (spec instanceof OperatorSpec.NestedLoopJoin join) {
            return join.condition() == null ? "on TRUE" : "on " + new ExpressionText(both(inputs)).of(join.condition());
        }
        return inputs.isEmpty() ? "" : unary(spec, node, inputs.get(0));
    }

    private static String lookup(OperatorSpec spec, List<Field> input) {
        if (spec instanceof OperatorSpec.LookupJoin join) {
            return "on " + new ExpressionText(both(List.of(input, join.tableFields()))).of(join.condition())
                    + ", in a copy of " + names(join.tableFields()) + " at most " + join.ttlMillis() / 1000 + " s old";
        }
        OperatorSpec.KeyLookupJoin join = (OperatorSpec.KeyLookupJoin) spec;
        return "on " + new ExpressionText(both(List.of(input, join.tableFields()))).of(join.condition()) + ", by key, "
                + names(join.tableFields()) + (join.cache() == null ? "" : ", partial cache")
                + (join.ordered() ? "" : ", unordered");
    }

    private static String unary(OperatorSpec spec, OperatorNode node, List<Field> input) {
        if (spec instanceof OperatorSpec.Filter filter) {
            return new ExpressionText(input).of(filter.predicate());
        }
        if (spec instanceof OperatorSpec.Project project) {
            return projections(project, node.output(), input);
        }
        if (spec instanceof OperatorSpec.Aggregate aggregate) {
            return grouping(aggregate.groupKeys(), aggregate.calls(), input);
        }
        if (spec instanceof OperatorSpec.GroupAggregate aggregate) {
            return grouping(aggregate.groupKeys(), aggregate.calls(), input);
        }
        if (spec instanceof OperatorSpec.SplitDistinct split) {
            return grouping(split.groupKeys(), split.calls(), input);
        }
        if (spec instanceof OperatorSpec.WindowAggregate window) {
            return window.window() + " of " + column(input, window.timeColumn()) + ", "
                    + grouping(window.groupKeys(), window.calls(), input);
        }
        if (spec instanceof OperatorSpec.FiringWindowAggregate window) {
            return window.window() + " of " + column(input, window.timeColumn()) + ", " + window.firing() + ", "
                    + grouping(window.groupKeys(), window.calls(), input);
        }
        if (spec instanceof OperatorSpec.WindowAssign window) {
            return window.window() + " of " + column(input, window.timeColumn())
                    + (window.partitionKeys().isEmpty() ? "" : " by " + columns(window.partitionKeys(), input));
        }
        if (spec instanceof OperatorSpec.WindowScope scope) {
            return "at each window's end: "
                    + String.join(
                            " -> ",
                            scope.plan().stream().map(OperatorNode::name).toList());
        }
        if (spec instanceof OperatorSpec.OverWindow over) {
            return OverText.of(over, input);
        }
        if (spec instanceof OperatorSpec.StreamOver over) {
            return OverText.of(over, input);
        }
        if (spec instanceof OperatorSpec.TopRanks top) {
            return OverText.of(top, input);
        }
        if (spec instanceof OperatorSpec.Deduplicate deduplicate) {
            return OverText.of(deduplicate, input);
        }
        if (spec instanceof OperatorSpec.StreamRank rank) {
            return OverText.of(rank, input);
        }
        if (spec instanceof OperatorSpec.Match match) {
            return OverText.of(match, input);
        }
        if (spec instanceof OperatorSpec.ChangelogNormalize normalize) {
            return "by " + columns(normalize.keys(), input);
        }
        if (spec instanceof OperatorSpec.UpsertMaterialize materialize) {
            return "by " + columns(materialize.primaryKey(), input) + " of rows by "
                    + columns(materialize.identity(), input) + ", on conflict " + materialize.conflict();
        }
        if (spec instanceof OperatorSpec.Sort sort) {
            return "by " + order(sort.keys(), input);
        }
        if (spec instanceof OperatorSpec.TopN top) {
            return "by " + order(top.keys(), input) + " " + limit(top.limit(), top.offset());
        }
        if (spec instanceof OperatorSpec.Limit limit) {
            return limit(limit.limit(), limit.offset());
        }
        if (spec instanceof OperatorSpec.Unnest unnest) {
            return "of " + column(input, unnest.collection()) + (unnest.ordinality() ? " with ordinality" : "")
                    + (unnest.outer() ? " outer" : "") + ", keeping [" + columns(unnest.keptColumns(), input) + "]";
        }
        if (spec instanceof OperatorSpec.AssignWatermark watermark) {
            String time = column(input, watermark.timeColumn());
            String aligned = watermark.alignment() == null
                    ? ""
                    : ", within " + watermark.alignment().maxDriftMicros() / 1000 + " ms of group "
                            + watermark.alignment().group();
            return watermark.passes()
                    ? time + ", as the source knows it"
                    : time + " - " + watermark.delayMicros() / 1000 + " ms" + aligned;
        }
        return "";
    }

    static String partitioning(Partitioning partitioning, List<Field> fields) {
        if (partitioning instanceof Partitioning.Hash hash) {
            return "hash(" + columns(hash.keys(), fields) + ")";
        }
        if (partitioning instanceof Partitioning.Gather gather) {
            return gather.mergeKeys().isEmpty() ? "gather" : "gather merging by " + order(gather.mergeKeys(), fields);
        }
        if (partitioning instanceof Partitioning.Broadcast) {
            return "broadcast";
        }
        return partitioning instanceof Partitioning.Rebalance ? "rebalance" : "forward";
    }

    private static String names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.joining(", ", "[", "]"));
    }

    static String column(List<Field> fields, int column) {
        return fields.get(column).name();
    }

    static String columns(List<Integer> columns, List<Field> fields) {
        return columns.stream().map(column -> column(fields, column)).collect(Collectors.joining(", "));
    }

    private static List<Field> both(List<List<Field>> inputs) {
        List<Field> fields = new ArrayList<>(inputs.get(0));
        fields.addAll(inputs.get(1));
        return fields;
    }

    private static String equalities(
            List<Integer> leftKeys,
            List<Integer> rightKeys,
            List<Boolean> nullsEqual,
            Expression residual,
            List<List<Field>> inputs) {
        List<String> conjuncts = new ArrayList<>();
        for (int i = 0; i < leftKeys.size(); i++) {
            conjuncts.add(column(inputs.get(0), leftKeys.get(i))
                    + (nullsEqual.get(i) ? " IS NOT DISTINCT FROM " : " = ")
                    + column(inputs.get(1), rightKeys.get(i)));
        }
        if (residual != null) {
            conjuncts.add(new ExpressionText(both(inputs)).of(residual));
        }
        return "on " + (conjuncts.isEmpty() ? "TRUE" : String.join(" AND ", conjuncts));
    }

    private static String kept(String side, JoinInputRows rows, List<Field> input) {
        String key = rows.uniqueKey().isEmpty() ? "" : " by " + columns(rows.uniqueKey(), input);
        return side + " rows" + key + (rows.insertOnly() ? "" : " that change");
    }

    private static String projections(OperatorSpec.Project project, List<Field> output, List<Field> input) {
        ExpressionText text = new ExpressionText(input);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            String expression = text.of(project.expressions().get(i));
            String name = output.get(i).name();
            parts.add(expression.equals(name) ? name : expression + " AS " + name);
        }
        return "[" + String.join(", ", parts) + "]";
    }

    private static String grouping(List<Integer> keys, List<AggregateCall> calls, List<Field> input) {
        List<String> parts = new ArrayList<>();
        for (AggregateCall call : calls) {
            String filter = call.filterColumn() < 0 ? "" : " FILTER " + column(input, call.filterColumn());
            parts.add(call.function() + "(" + (call.distinct() ? "DISTINCT " : "") + columns(call.arguments(), input)
                    + ")" + filter);
        }
        String by = keys.isEmpty() ? "" : "by " + columns(keys, input);
        String of = parts.isEmpty() ? "" : "[" + String.join(", ", parts) + "]";
        return (by + " " + of).strip();
    }

    static String order(List<SortKey> keys, List<Field> fields) {
        return keys.stream().map(key -> order(key, fields)).collect(Collectors.joining(", "));
    }

    private static String order(SortKey key, List<Field> fields) {
        boolean usual = key.ascending() == key.nullsFirst();
        return column(fields, key.column())
                + (key.ascending() ? "" : " DESC")
                + (usual ? "" : key.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
    }

    private static String limit(long limit, long offset) {
        return (limit < 0 ? "all" : "first " + limit) + (offset == 0 ? "" : " after " + offset);
    }
}

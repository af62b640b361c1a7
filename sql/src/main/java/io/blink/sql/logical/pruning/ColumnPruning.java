package io.blink.sql.logical.pruning;

import io.blink.sql.logical.subquery.LogicalUnnest;
import io.blink.sql.logical.window.LogicalWatermark;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.logical.window.LogicalWindowAssign;
import io.blink.sql.over.LogicalOver;
import io.blink.sql.over.OverGroup;
import io.blink.sql.share.SharedRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/** Drops columns as early as nobody needs them any more: each scan ends under a Project of the columns that are read. */
public final class ColumnPruning extends RelFieldTrimmer {
    private final Map<Integer, ImmutableBitSet> sharedColumns = new HashMap<>();

    private final Set<String> lateColumns;

    private ColumnPruning(RelBuilder builder, Set<String> lateColumns) {
        super(null, builder);
        this.lateColumns = lateColumns;
    }

    /** @param lateColumns names, in lower case, of columns that stay with rows to where they may be late */
    public static RelNode prune(RelNode tree, RelBuilder builder, Set<String> lateColumns) {
        return new ColumnPruning(builder, lateColumns).trim(tree);
    }

    /** The columns of shared sub-plans that a tree uses, by their id. */
    public static Map<Integer, ImmutableBitSet> sharedColumns(RelNode tree, RelBuilder builder) {
        ColumnPruning pruning = new ColumnPruning(builder, Set.of());
        pruning.trim(tree);
        return pruning.sharedColumns;
    }

    /** Found by Calcite's dispatcher by its name and parameter types; what stands for a shared sub-plan keeps its columns. */
    public TrimResult trimFields(SharedRows rows, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        sharedColumns.merge(rows.id(), fieldsUsed, ImmutableBitSet::union);
        return result(rows, Mappings.createIdentity(rows.getRowType().getFieldCount()));
    }

    /** Found likewise; an outer join whose right side gives each left row one match at most, of which nobody reads anything, is no join. */
    @Override
    public TrimResult trimFields(Join join, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        boolean unread = join.getJoinType() == JoinRelType.LEFT && fieldsUsed.nextSetBit(leftWidth) < 0;
        if (!unread || !matchesOnceAtMost(join)) {
            return super.trimFields(join, fieldsUsed, extraFields);
        }
        TrimResult left = trimChild(join, join.getLeft(), fieldsUsed, Set.of());
        Mapping mapping = Mappings.create(
                MappingType.INVERSE_SURJECTION,
                join.getRowType().getFieldCount(),
                left.left.getRowType().getFieldCount());
        left.right.forEach(pair -> mapping.set(pair.source, pair.target));
        return result(left.left, mapping);
    }

    private static boolean matchesOnceAtMost(Join join) {
        ImmutableBitSet keys = ImmutableBitSet.of(join.analyzeCondition().rightKeys);
        return Boolean.TRUE.equals(join.getCluster().getMetadataQuery().areColumnsUnique(join.getRight(), keys, true));
    }

    /** Found likewise; keeps the time column. */
    public TrimResult trimFields(
            LogicalWatermark watermark, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        TrimResult input =
                trimChild(watermark, watermark.getInput(), fieldsUsed.set(watermark.timeColumn()), extraFields);
        Mapping mapping = input.right;
        RelNode trimmed =
                LogicalWatermark.create(input.left, mapping.getTarget(watermark.timeColumn()), watermark.policy());
        return result(trimmed, mapping);
    }

    /** Found likewise; keeps the time column, the keys and the windows. */
    public TrimResult trimFields(
            LogicalWindowAssign assign, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int inputWidth = assign.windowStartColumn();
        ImmutableBitSet used = fieldsUsed
                .intersect(ImmutableBitSet.range(inputWidth))
                .union(assign.partitionKeys())
                .set(assign.timeColumn());
        TrimResult input = trimChild(assign, assign.getInput(), used, extraFields);
        int newWidth = input.left.getRowType().getFieldCount();
        int windows = assign.getRowType().getFieldCount() - inputWidth;
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, inputWidth + windows, newWidth + windows);
        input.right.forEach(pair -> mapping.set(pair.source, pair.target));
        for (int i = 0; i < windows; i++) {
            mapping.set(inputWidth + i, newWidth + i);
        }
        RelNode trimmed = LogicalWindowAssign.create(
                input.left,
                assign.window(),
                input.right.getTarget(assign.timeColumn()),
                Mappings.apply(input.right, assign.partitionKeys()));
        return result(trimmed, mapping);
    }

    /** Found likewise; all outputs stay, of the input what they are made of. */
    public TrimResult trimFields(
            LogicalWindowAggregate aggregate, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        ImmutableBitSet.Builder used =
                aggregate.groupSet().union(lateColumns(aggregate.getInput())).rebuild();
        used.set(aggregate.timeColumn());
        for (AggregateCall call : aggregate.calls()) {
            used.addAll(call.getArgList());
            call.getCollation().getKeys().forEach(used::set);
            if (call.hasFilter()) {
                used.set(call.filterArg);
            }
        }
        TrimResult input = trimChild(aggregate, aggregate.getInput(), used.build(), extraFields);
        Mapping mapping = input.right;
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.calls()) {
            calls.add(call.transform(mapping));
        }
        RelNode trimmed = LogicalWindowAggregate.create(
                input.left,
                mapping.getTarget(aggregate.timeColumn()),
                aggregate.window(),
                Mappings.apply(mapping, aggregate.groupSet()),
                calls);
        return result(trimmed, Mappings.createIdentity(trimmed.getRowType().getFieldCount()));
    }

    private ImmutableBitSet lateColumns(RelNode input) {
        ImmutableBitSet.Builder columns = ImmutableBitSet.builder();
        for (RelDataTypeField field : input.getRowType().getFieldList()) {
            if (lateColumns.contains(field.getName().toLowerCase(Locale.ROOT))) {
                columns.set(field.getIndex());
            }
        }
        return columns.build();
    }

    /** Found likewise; calls that nobody asks for are gone, with the columns that they alone read. */
    public TrimResult trimFields(LogicalOver over, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int inputWidth = over.getInput().getRowType().getFieldCount();
        List<OverGroup> groups = over.groupsOf(fieldsUsed::get);
        ImmutableBitSet.Builder used =
                fieldsUsed.intersect(ImmutableBitSet.range(inputWidth)).rebuild();
        groups.forEach(group -> used.addAll(group.columns()));
        used.addAll(lateColumns(over.getInput()));
        TrimResult input = trimChild(over, over.getInput(), used.build(), extraFields);
        int newWidth = input.left.getRowType().getFieldCount();
        int width = over.getRowType().getFieldCount();
        int kept = groups.stream().mapToInt(group -> group.calls().size()).sum();
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, width, newWidth + kept);
        input.right.forEach(pair -> mapping.set(pair.source, pair.target));
        int target = newWidth;
        for (int call = inputWidth; call < width; call++) {
            if (fieldsUsed.get(call)) {
                mapping.set(call, target++);
            }
        }
        RelNode trimmed = groups.isEmpty()
                ? input.left
                : LogicalOver.create(
                        input.left,
                        groups.stream()
                                .map(group -> group.renumbered(input.right::getTarget))
                                .toList());
        return result(trimmed, mapping);
    }

    /** Found likewise; keeps the collection, and all columns of its elements. */
    public TrimResult trimFields(LogicalUnnest unnest, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int oldWidth = unnest.getInput().getRowType().getFieldCount();
        int elements = unnest.getRowType().getFieldCount() - oldWidth;
        ImmutableBitSet used =
                fieldsUsed.intersect(ImmutableBitSet.range(oldWidth)).set(unnest.collection());
        TrimResult input = trimChild(unnest, unnest.getInput(), used, extraFields);
        int width = input.left.getRowType().getFieldCount();
        Mapping mapping = Mappings.create(MappingType.INVERSE_SURJECTION, oldWidth + elements, width + elements);
        input.right.forEach(pair -> mapping.set(pair.source, pair.target));
        for (int i = 0; i < elements; i++) {
            mapping.set(oldWidth + i, width + i);
        }
        return result(unnest.over(input.left, input.right.getTarget(unnest.collection())), mapping);
    }
}

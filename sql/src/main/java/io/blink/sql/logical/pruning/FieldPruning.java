package io.blink.sql.logical.pruning;

import io.blink.sql.catalog.BlinkTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.RelOptTableImpl;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;

/**
 * Reads only those fields of ROW columns that somebody asks for: a scan whose columns are used through their fields alone gets narrower types, and so do filters, projections, joins
 * and sorts between it and who asks. Whatever else stands in between wants whole columns.
 *
 * <pre>
 * Project(r.a.b)                         Project(r.a.b)
 *   Filter(r.c &gt; 1)                        Filter(r.c &gt; 1)
 *     Scan(r ROW(a ROW(b, d), c, e))         Scan(r ROW(a ROW(b), c))
 * </pre>
 */
public final class FieldPruning {
    private FieldPruning() {}

    /** The tree's own columns stay whole. */
    public static RelNode prune(RelNode tree) {
        return rewrite(tree, whole(tree));
    }

    private static List<WantedFields> whole(RelNode node) {
        return Stream.generate(WantedFields::whole)
                .limit(node.getRowType().getFieldCount())
                .toList();
    }

    private static List<WantedFields> nothing(RelNode node) {
        return Stream.generate(WantedFields::none)
                .limit(node.getRowType().getFieldCount())
                .toList();
    }

    /** @param wanted of each column of the node; it may lose what is not wanted, but for columns of which nothing is */
    private static RelNode rewrite(RelNode node, List<WantedFields> wanted) {
        if (node instanceof TableScan scan) {
            return scan(scan, wanted);
        } else if (node instanceof Filter filter) {
            return filter(filter, wanted);
        } else if (node instanceof Project project) {
            return project(project, wanted);
        } else if (node instanceof Join join) {
            return join(join, wanted);
        } else if (node instanceof Sort sort) {
            return sort(sort, wanted);
        }
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            inputs.add(rewrite(input, whole(input)));
        }
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private static RelNode scan(TableScan scan, List<WantedFields> wanted) {
        BlinkTable table = scan.getTable().unwrap(BlinkTable.class);
        List<RelDataTypeField> fields = scan.getRowType().getFieldList();
        boolean nested = fields.stream().anyMatch(field -> field.getType().isStruct());
        if (!nested || table == null || !table.source().readsParts()) {
            return scan;
        }
        RelDataTypeFactory types = scan.getCluster().getTypeFactory();
        RelDataTypeFactory.Builder row = types.builder();
        for (int i = 0; i < wanted.size(); i++) {
            row.add(fields.get(i).getName(), wanted.get(i).narrow(fields.get(i).getType(), types));
        }
        RelDataType narrow = row.build();
        if (narrow.equals(scan.getRowType())) {
            return scan;
        }
        RelOptTable narrowTable = RelOptTableImpl.create(
                scan.getTable().getRelOptSchema(), narrow, scan.getTable().getQualifiedName(), table, type -> {
                    throw new UnsupportedOperationException("tables are read by connectors, not by generated code");
                });
        return LogicalTableScan.create(scan.getCluster(), narrowTable, scan.getHints());
    }

    private static RelNode filter(Filter filter, List<WantedFields> wanted) {
        List<WantedFields> below = wanted.stream().map(WantedFields::copy).toList();
        WantedFields.add(filter.getCondition(), below);
        RelNode input = rewrite(filter.getInput(), below);
        if (input == filter.getInput()) {
            return filter;
        }
        RexNode condition = WantedFields.over(filter.getCondition(), List.of(filter.getInput()), List.of(input));
        return filter.copy(filter.getTraitSet(), input, condition);
    }

    private static RelNode project(Project project, List<WantedFields> wanted) {
        List<WantedFields> below = nothing(project.getInput());
        for (int i = 0; i < wanted.size(); i++) {
            WantedFields.add(project.getProjects().get(i), wanted.get(i), below);
        }
        RelNode input = rewrite(project.getInput(), below);
        if (input == project.getInput()) {
            return project;
        }
        List<RexNode> expressions = project.getProjects().stream()
                .map(expression -> WantedFields.over(expression, List.of(project.getInput()), List.of(input)))
                .toList();
        return LogicalProject.create(
                input,
                project.getHints(),
                expressions,
                project.getRowType().getFieldNames(),
                project.getVariablesSet());
    }

    private static RelNode join(Join join, List<WantedFields> wanted) {
        List<WantedFields> both = new ArrayList<>();
        both.addAll(nothing(join.getLeft()));
        both.addAll(nothing(join.getRight()));
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        // A mark, behind the left columns, is made by the join.
        int joined = join.getJoinType().projectsRight() ? wanted.size() : leftWidth;
        IntStream.range(0, joined).forEach(i -> both.get(i).merge(wanted.get(i)));
        WantedFields.add(join.getCondition(), both);
        RelNode left = rewrite(join.getLeft(), both.subList(0, leftWidth));
        RelNode right = rewrite(join.getRight(), both.subList(leftWidth, both.size()));
        if (left == join.getLeft() && right == join.getRight()) {
            return join;
        }
        RexNode condition =
                WantedFields.over(join.getCondition(), List.of(join.getLeft(), join.getRight()), List.of(left, right));
        return join.copy(join.getTraitSet(), condition, left, right, join.getJoinType(), join.isSemiJoinDone());
    }

    private static RelNode sort(Sort sort, List<WantedFields> wanted) {
        List<WantedFields> below = wanted.stream().map(WantedFields::copy).toList();
        sort.getCollation().getKeys().forEach(key -> below.get(key).merge(WantedFields.whole()));
        RelNode input = rewrite(sort.getInput(), below);
        return input == sort.getInput()
                ? sort
                : sort.copy(sort.getTraitSet(), input, sort.getCollation(), sort.offset, sort.fetch);
    }
}

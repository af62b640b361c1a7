package io.blink.sql.physical.version;

import io.blink.sql.logical.temporal.LogicalVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * The right side of a join with versions: what optimization has put above them is done behind the join, since it is of the version that holds and not of every one.
 *
 * @param outputs the side's columns, over those of the versions
 * @param filters over the columns of the versions
 */
public record VersionedSide(LogicalVersions versions, List<RexNode> outputs, List<RexNode> filters) {
    public static Optional<VersionedSide> of(RelNode node) {
        if (node instanceof LogicalVersions versions) {
            List<RexNode> columns = new ArrayList<>();
            versions.getRowType()
                    .getFieldList()
                    .forEach(field -> columns.add(RexInputRef.of(field.getIndex(), versions.getRowType())));
            return Optional.of(new VersionedSide(versions, columns, List.of()));
        }
        if (node instanceof Project project) {
            return of(project.getInput())
                    .map(below -> new VersionedSide(below.versions, below.over(project.getProjects()), below.filters));
        }
        if (node instanceof Filter filter) {
            return of(filter.getInput()).map(below -> below.filtered(filter));
        }
        return Optional.empty();
    }

    private VersionedSide filtered(Filter filter) {
        List<RexNode> all = new ArrayList<>(filters);
        all.addAll(over(RelOptUtil.conjunctions(filter.getCondition())));
        return new VersionedSide(versions, outputs, all);
    }

    private List<RexNode> over(List<RexNode> expressions) {
        RexShuttle inlining = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef ref) {
                return outputs.get(ref.getIndex());
            }
        };
        return inlining.visitList(expressions);
    }
}

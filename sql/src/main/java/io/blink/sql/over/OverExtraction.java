package io.blink.sql.over;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.tools.RelBuilder;

/**
 * Calls with OVER leave their projection; calls over equal partitions and orders share a group. A call within an argument of another, as the merging of
 * projections makes them, goes into a node further down.
 *
 * <pre>
 *   Project(f(RANK() OVER (PARTITION BY a ORDER BY b + 1)))
 *   =>
 *   Project(f(rank))
 *     Over(partition a, order x, RANK() as rank)
 *       Project(*, b + 1 AS x)
 * </pre>
 */
public final class OverExtraction extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private OverExtraction(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode extract(RelNode tree, RelBuilder builder) {
        return tree.accept(new OverExtraction(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof Project project && project.containsOver() ? withoutOver(project) : visited;
    }

    private RelNode withoutOver(Project project) {
        RelNode input = project.getInput();
        List<RexNode> expressions = project.getProjects();
        for (Set<RexOver> calls = innermost(expressions); !calls.isEmpty(); calls = innermost(expressions)) {
            Map<RexOver, RexNode> results = new LinkedHashMap<>();
            input = over(input, calls, results);
            expressions = replaced(expressions, results);
        }
        return builder.push(input)
                .projectNamed(expressions, project.getRowType().getFieldNames(), true)
                .build();
    }

    /** The calls that have no others in them. */
    private static Set<RexOver> innermost(List<RexNode> expressions) {
        Set<RexOver> found = new LinkedHashSet<>();
        RexVisitorImpl<Void> finder = new RexVisitorImpl<>(true) {
            @Override
            public Void visitOver(RexOver over) {
                if (!holdsOther(over)) {
                    found.add(over);
                }
                return super.visitOver(over);
            }
        };
        expressions.forEach(expression -> expression.accept(finder));
        return found;
    }

    private static boolean holdsOther(RexOver over) {
        return over.getOperands().stream().anyMatch(RexOver::containsOver)
                || over.getWindow().partitionKeys.stream().anyMatch(RexOver::containsOver)
                || over.getWindow().orderKeys.stream().anyMatch(key -> RexOver.containsOver(key.left));
    }

    private RelNode over(RelNode input, Set<RexOver> calls, Map<RexOver, RexNode> results) {
        OverColumns columns = new OverColumns(input);
        OverTranslator translator = new OverTranslator(columns, builder.getRexBuilder());
        Map<OverGroup, List<RexOver>> groups = new LinkedHashMap<>();
        for (RexOver call : calls) {
            groups.computeIfAbsent(translator.group(call), group -> new ArrayList<>())
                    .add(call);
        }
        List<OverGroup> filled = new ArrayList<>();
        groups.forEach((group, members) -> filled.add(
                group.withCalls(members.stream().map(translator::call).toList())));
        RelNode below = columns.project(builder);
        int column = below.getRowType().getFieldCount();
        for (List<RexOver> members : groups.values()) {
            for (RexOver call : members) {
                results.put(call, new RexInputRef(column++, call.getType()));
            }
        }
        return LogicalOver.create(below, filled);
    }

    private static List<RexNode> replaced(List<RexNode> expressions, Map<RexOver, RexNode> results) {
        return new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                RexNode result = results.get(over);
                return result == null ? super.visitOver(over) : result;
            }
        }.visitList(expressions);
    }
}

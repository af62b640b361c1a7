package io.blink.sql.logical.rewrite;

import io.blink.sql.logical.simplify.ConstantFolding;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;

/** Runs rules over a tree until none of them applies any more. */
public final class Rules {
    /** A guard against rules that undo each other; a tree of a hundred nodes takes a few hundred steps. */
    private static final int STEPS_MAX = 20_000;

    private Rules() {}

    public static RelNode applyAll(RelNode tree, RelOptRule... rules) {
        return applyAll(tree, List.of(rules));
    }

    public static RelNode applyAll(RelNode tree, List<RelOptRule> rules) {
        HepProgramBuilder program =
                HepProgram.builder().addMatchLimit(STEPS_MAX).addMatchOrder(HepMatchOrder.ARBITRARY);
        program.addRuleCollection(rules);
        HepPlanner planner = new HepPlanner();
        planner.setExecutor(ConstantFolding.INSTANCE);
        planner.setLargePlanMode(true);
        planner.setRoot(tree);
        planner.executeProgram(program.build());
        return planner.buildFinalPlan();
    }
}

package io.blink.sql.fusion;

import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/** Whether a tree gives the same rows each time. */
public final class Determinism {
    private Determinism() {}

    public static boolean holds(RelNode tree) {
        Check check = new Check();
        tree.accept(check);
        return check.deterministic && tree.getInputs().stream().allMatch(Determinism::holds);
    }

    private static final class Check extends RexShuttle {
        private boolean deterministic = true;

        @Override
        public RexNode visitCall(RexCall call) {
            deterministic &= call.getOperator().isDeterministic();
            return super.visitCall(call);
        }
    }
}

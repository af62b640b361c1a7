package io.blink.sql.physical.match;

import io.blink.core.plan.MatchPattern;
import io.blink.sql.physical.node.PlanErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;

/** PATTERN as core's. The variables are numbered in the order in which the pattern names them. */
final class MatchPatterns {
    /** So many ways to order the parts of PERMUTE are written out. */
    private static final int PERMUTED_MAX = 6;

    private static final int REPETITIONS_MAX = 10_000;

    private final List<String> variables = new ArrayList<>();

    static List<String> variablesOf(RexNode pattern) {
        MatchPatterns patterns = new MatchPatterns();
        patterns.of(pattern);
        return patterns.variables;
    }

    /** Errors where a pattern needs no row, or would repeat nothing for ever. */
    static MatchPattern translate(RexNode pattern) {
        MatchPattern translated = new MatchPatterns().of(pattern);
        if (MatchPattern.matchesNothing(translated)) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: PATTERN can match without any row; have at least one variable in it that must be there");
        }
        return translated;
    }

    private MatchPattern of(RexNode node) {
        if (node instanceof RexLiteral literal) {
            return symbol(RexLiteral.stringValue(literal));
        }
        RexCall call = (RexCall) node;
        return switch (call.getKind()) {
            case PATTERN_CONCAT -> new MatchPattern.Sequence(parts(call.getOperands()));
            case PATTERN_ALTER -> new MatchPattern.Choice(parts(call.getOperands()));
            case PATTERN_QUANTIFIER -> repetition(call);
            case PATTERN_PERMUTE -> permutations(call);
            case PATTERN_EXCLUDED ->
                throw PlanErrors.unsupported(
                        "MATCH_RECOGNIZE: {- … -} leaves rows out of ALL ROWS PER MATCH, which is not supported; there is one row a match");
            default -> throw PlanErrors.unsupported("MATCH_RECOGNIZE: " + call + " is not supported in PATTERN");
        };
    }

    private MatchPattern symbol(String name) {
        if (!variables.contains(name)) {
            variables.add(name);
        }
        return new MatchPattern.Symbol(variables.indexOf(name));
    }

    private List<MatchPattern> parts(List<RexNode> nodes) {
        return nodes.stream().map(this::of).toList();
    }

    private MatchPattern repetition(RexCall call) {
        MatchPattern part = of(call.getOperands().get(0));
        int least = RexLiteral.intValue(call.getOperands().get(1));
        int most = RexLiteral.intValue(call.getOperands().get(2));
        boolean reluctant = RexLiteral.booleanValue(call.getOperands().get(3));
        if (most >= 0 && most < least || Math.max(least, most) > REPETITIONS_MAX) {
            throw PlanErrors.unsupported("MATCH_RECOGNIZE: PATTERN repeats from " + least + " to " + most
                    + " times; the first number must not be greater than the second, nor any than " + REPETITIONS_MAX);
        }
        if (most < 0 && MatchPattern.matchesNothing(part)) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: PATTERN repeats, without bound, a part that can match without any row; take the inner * or ? away");
        }
        return new MatchPattern.Repetition(part, least, most, reluctant);
    }

    private MatchPattern permutations(RexCall call) {
        if (call.getOperands().size() > PERMUTED_MAX) {
            throw PlanErrors.unsupported(
                    "MATCH_RECOGNIZE: PERMUTE of more than " + PERMUTED_MAX + " parts is not supported");
        }
        List<MatchPattern> choices = new ArrayList<>();
        permute(new ArrayList<>(), parts(call.getOperands()), choices);
        return new MatchPattern.Choice(choices);
    }

    /** In the order of the parts: those where the first stands first are preferred. */
    private static void permute(List<MatchPattern> chosen, List<MatchPattern> left, List<MatchPattern> choices) {
        if (left.isEmpty()) {
            choices.add(new MatchPattern.Sequence(chosen));
        }
        for (int i = 0; i < left.size(); i++) {
            List<MatchPattern> next = new ArrayList<>(chosen);
            next.add(left.get(i));
            List<MatchPattern> others = new ArrayList<>(left);
            others.remove(i);
            permute(next, others, choices);
        }
    }
}

package io.blink.core.plan;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the rows of a match look like, one after the other: the PATTERN of MATCH_RECOGNIZE. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "pattern")
@JsonSubTypes({
    @JsonSubTypes.Type(value = MatchPattern.Symbol.class, name = "symbol"),
    @JsonSubTypes.Type(value = MatchPattern.Sequence.class, name = "sequence"),
    @JsonSubTypes.Type(value = MatchPattern.Choice.class, name = "choice"),
    @JsonSubTypes.Type(value = MatchPattern.Repetition.class, name = "repetition")
})
public sealed interface MatchPattern {
    /** A row for which the definition of a variable is TRUE. */
    record Symbol(int variable) implements MatchPattern {}

    /** One part behind the other. */
    record Sequence(List<MatchPattern> parts) implements MatchPattern {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /** One of the parts; those that come first are preferred. */
    record Choice(List<MatchPattern> parts) implements MatchPattern {
        public Choice {
            parts = List.copyOf(parts);
        }
    }

    /**
     * The part, several times.
     *
     * @param most -1: without bound
     * @param reluctant whether few are preferred to many
     */
    record Repetition(MatchPattern part, int least, int most, boolean reluctant) implements MatchPattern {}

    /** Whether no row is needed. */
    static boolean matchesNothing(MatchPattern pattern) {
        if (pattern instanceof Sequence sequence) {
            return sequence.parts().stream().allMatch(MatchPattern::matchesNothing);
        }
        if (pattern instanceof Choice choice) {
            return choice.parts().stream().anyMatch(MatchPattern::matchesNothing);
        }
        return pattern instanceof Repetition repetition
                && (repetition.least() == 0 || matchesNothing(repetition.part()));
    }
}

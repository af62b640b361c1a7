package io.blink.sql.hint;

import io.blink.core.config.Durations;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;

/**
 * How long a join or GROUP BY of a stream keeps the rows of one relation that nothing changes.
 *
 * @param id of relation and hint within the statement
 * @param relation as the hint spells it
 * @param ttl as it is written; 0: for ever
 */
public record StateTtlHint(int id, String relation, String ttl) implements RelationHint {
    static final String NAME = "STATE_TTL";
    static final String MARK = "KEPT";
    private static final String TTL = "ttl";

    static StateTtlHint read(Map<String, String> mark) {
        return new StateTtlHint(Integer.parseInt(mark.get("id")), mark.get("relation"), mark.get(TTL));
    }

    /** Of the rows of a node, if all that it reads belongs to the relation of a hint of the SELECT that it is part of. */
    public static Optional<StateTtlHint> of(RelNode node) {
        return RelationHint.ofAllWithin(node, StateTtlHint.class).stream()
                .min(Comparator.comparingInt(StateTtlHint::id));
    }

    public Duration duration() {
        return Durations.parse(ttl);
    }

    @Override
    public String mark() {
        return MARK;
    }

    @Override
    public Map<String, String> content() {
        return Map.of(TTL, ttl);
    }

    @Override
    public String toString() {
        return NAME + "('" + relation + "'='" + ttl + "')";
    }
}

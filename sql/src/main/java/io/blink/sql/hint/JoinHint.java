package io.blink.sql.hint;

import java.util.Map;

/**
 * How one relation is joined.
 *
 * @param id of relation and hint within the statement
 * @param relation as the hint spells it
 */
public record JoinHint(int id, JoinStrategy strategy, String relation) implements RelationHint {
    static final String MARK = "JOINED";
    private static final String STRATEGY = "strategy";

    static JoinHint read(Map<String, String> mark) {
        return new JoinHint(
                Integer.parseInt(mark.get("id")), JoinStrategy.valueOf(mark.get(STRATEGY)), mark.get("relation"));
    }

    @Override
    public String mark() {
        return MARK;
    }

    @Override
    public Map<String, String> content() {
        return Map.of(STRATEGY, strategy.name());
    }

    @Override
    public String toString() {
        return strategy + "(" + relation + ")";
    }
}

package io.blink.sql.hint;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.LookupRetry;
import io.blink.sql.SqlOptions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;

/**
 * How the rows of one relation are looked up.
 *
 * @param id of relation and hint within the statement
 * @param relation as the hint spells it
 * @param options all that the hint says but the relation
 */
public record LookupHint(int id, String relation, Configuration options) implements RelationHint {
    static final String NAME = "LOOKUP";
    static final String MARK = "LOOKED_UP";

    /** What holds for one table alone; nothing has a default, since what is not said holds as the settings say. */
    private static final ConfigOption<String> TABLE =
            ConfigOption.string("table", null, "The relation of FROM whose rows are looked up");

    private static final ConfigOption<Boolean> ASYNC =
            ConfigOption.bool("async", null, "Whether several requests are under way at once");

    private static final ConfigOption<SqlOptions.LookupOrder> OUTPUT_MODE =
            ConfigOption.choice("output-mode", SqlOptions.LookupOrder.class, null, "Whether rows leave in their order");

    private static final ConfigOption<Integer> CAPACITY =
            ConfigOption.integer("capacity", null, "Requests for keys that a task has under way at most");

    private static final ConfigOption<Duration> TIMEOUT =
            ConfigOption.duration("timeout", null, "After which time without an answer a request fails");

    private static final ConfigOption<Predicate> RETRY_PREDICATE =
            ConfigOption.choice("retry-predicate", Predicate.class, null, "When a key is asked for again");

    private static final ConfigOption<Strategy> RETRY_STRATEGY =
            ConfigOption.choice("retry-strategy", Strategy.class, null, "How long is waited before that");

    private static final ConfigOption<Duration> FIXED_DELAY =
            ConfigOption.duration("fixed-delay", null, "The time between two requests for a key");

    private static final ConfigOption<Integer> MAX_ATTEMPTS =
            ConfigOption.integer("max-attempts", null, "How often a key is asked for again");

    private static final ConfigOption<Boolean> SHUFFLE =
            ConfigOption.bool("shuffle", null, "Whether rows of one key come to one task");

    private static final List<ConfigOption<?>> ALL = List.of(
            TABLE,
            ASYNC,
            OUTPUT_MODE,
            CAPACITY,
            TIMEOUT,
            RETRY_PREDICATE,
            RETRY_STRATEGY,
            FIXED_DELAY,
            MAX_ATTEMPTS,
            SHUFFLE);

    private static final List<ConfigOption<?>> RETRY =
            List.of(RETRY_PREDICATE, RETRY_STRATEGY, FIXED_DELAY, MAX_ATTEMPTS);

    private enum Predicate {
        /** Nothing was found for it. */
        LOOKUP_MISS
    }

    private enum Strategy {
        FIXED_DELAY
    }

    /** Reads what a user wrote, whole. */
    static LookupHint of(int id, Map<String, String> written) {
        List<String> known = ALL.stream().map(ConfigOption::key).toList();
        for (String key : written.keySet()) {
            if (!known.contains(key)) {
                throw invalid("has no option '" + key + "'." + NearestName.hint(key, known) + " It has " + known);
            }
        }
        Map<String, String> others = new HashMap<>(written);
        String table = others.remove(TABLE.key());
        if (table == null) {
            throw invalid("does not say for which table; write LOOKUP('table' = 't', …)");
        }
        LookupHint hint = new LookupHint(id, table, new Configuration(others));
        hint.check();
        return hint;
    }

    private void check() {
        ALL.forEach(options::optional);
        long said = RETRY.stream().filter(options::contains).count();
        if (said > 0 && said < RETRY.size()) {
            throw invalid("asks again only with all of "
                    + RETRY.stream().map(ConfigOption::key).toList());
        }
        requirePositive(CAPACITY, options.optional(CAPACITY).map(Integer::longValue));
        requirePositive(TIMEOUT, options.optional(TIMEOUT).map(Duration::toMillis));
        requirePositive(FIXED_DELAY, options.optional(FIXED_DELAY).map(Duration::toMillis));
        requirePositive(MAX_ATTEMPTS, options.optional(MAX_ATTEMPTS).map(Integer::longValue));
    }

    private void requirePositive(ConfigOption<?> option, Optional<Long> value) {
        if (value.orElse(1L) < 1) {
            throw invalid("has '" + option.key() + "' = '" + options.asMap().get(option.key())
                    + "', which must be more than 0");
        }
    }

    private static BlinkException invalid(String what) {
        return new BlinkException(CoreErrorCode.INVALID_CONFIGURATION, "The hint " + NAME + " " + what + ".");
    }

    static LookupHint read(Map<String, String> mark) {
        Map<String, String> options = new HashMap<>(mark);
        int id = Integer.parseInt(options.remove("id"));
        String relation = options.remove("relation");
        options.remove("aggregates");
        return new LookupHint(id, relation, new Configuration(options));
    }

    /** Of the rows of a node, if all that it reads belongs to the relation of a hint; else one that says nothing. */
    public static LookupHint of(RelNode node) {
        return RelationHint.ofAll(node, LookupHint.class).stream()
                .min(Comparator.comparingInt(LookupHint::id))
                .orElse(new LookupHint(-1, "", Configuration.empty()));
    }

    /** @param settings what holds where the hint says nothing */
    public boolean ordered(Configuration settings) {
        return options.optional(OUTPUT_MODE).orElseGet(() -> settings.get(SqlOptions.LOOKUP_ORDER))
                == SqlOptions.LookupOrder.ORDERED;
    }

    /** @param settings what holds where the hint says nothing */
    public int requestsMax(Configuration settings) {
        boolean oneByOne = !options.optional(ASYNC).orElse(true);
        return oneByOne ? 1 : options.optional(CAPACITY).orElseGet(() -> settings.get(SqlOptions.LOOKUP_REQUESTS));
    }

    /** @param settings what holds where the hint says nothing */
    public long timeoutMillis(Configuration settings) {
        return options.optional(TIMEOUT)
                .orElseGet(() -> settings.get(SqlOptions.LOOKUP_TIMEOUT))
                .toMillis();
    }

    public Optional<LookupRetry> retry() {
        return options.optional(RETRY_PREDICATE)
                .map(missed -> new LookupRetry(
                        options.get(MAX_ATTEMPTS), options.get(FIXED_DELAY).toMillis()));
    }

    public boolean shuffles() {
        return options.optional(SHUFFLE).orElse(false);
    }

    @Override
    public String mark() {
        return MARK;
    }

    @Override
    public Map<String, String> content() {
        return options.asMap();
    }

    @Override
    public String toString() {
        return NAME + "('table'='" + relation + "', " + options + ")";
    }
}

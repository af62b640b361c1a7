package io.blink.sql.hint;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How the relation of a hint meets the other side of its join, with the names that Flink, Spark and Hive have for it. */
public enum JoinStrategy {
    /** Every task gets all its rows, and looks them up by key. */
    BROADCAST("BROADCAST", "BROADCASTJOIN", "MAPJOIN"),

    /** Both sides are hashed by key; the rows of the relation are looked up. */
    SHUFFLE_HASH("SHUFFLE_HASH"),

    /** Both sides are hashed by key. What the peers sort on both sides is a hash table here, of the side that costs less. */
    SHUFFLE_MERGE("SHUFFLE_MERGE", "MERGE", "MERGEJOIN"),

    /** Each row of the other side is compared with each row of the relation. */
    NEST_LOOP("NEST_LOOP", "SHUFFLE_REPLICATE_NL");

    private final List<String> names;

    JoinStrategy(String... names) {
        this.names = List.of(names);
    }

    static Optional<JoinStrategy> named(String name) {
        return Stream.of(values())
                .filter(strategy -> strategy.names.contains(name.toUpperCase(Locale.ROOT)))
                .findFirst();
    }

    static List<String> allNames() {
        return Stream.of(values()).flatMap(strategy -> strategy.names.stream()).toList();
    }
}

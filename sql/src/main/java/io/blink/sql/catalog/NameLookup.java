package io.blink.sql.catalog;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.calcite.schema.lookup.LikePattern;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/** Finds things by name without case, and remembers what it found and what it did not find. */
final class NameLookup<T> implements Lookup<T> {
    private final Function<String, Optional<Named<T>>> find;
    private final Supplier<Iterable<String>> names;
    private final Map<String, Optional<Named<T>>> found = new HashMap<>();

    NameLookup(Function<String, Optional<Named<T>>> find, Supplier<Iterable<String>> names) {
        this.find = requireNonNull(find, "find");
        this.names = requireNonNull(names, "names");
    }

    @Override
    public T get(String name) {
        return Named.entityOrNull(getIgnoreCase(name));
    }

    @Override
    public Named<T> getIgnoreCase(String name) {
        return found.computeIfAbsent(name.toLowerCase(Locale.ROOT), key -> find.apply(name))
                .orElse(null);
    }

    @Override
    public Set<String> getNames(LikePattern pattern) {
        return java.util.stream.StreamSupport.stream(names.get().spliterator(), false)
                .filter(pattern.matcher()::apply)
                .collect(Collectors.toSet());
    }
}

package io.blink.sql.physical.sort;

import io.blink.core.plan.SortKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an operator needs of the order of its rows: sets of columns that may stand in any sequence and direction, such as partition keys, and keys that
 * stand where they are.
 */
public record SortRequirement(List<Part> parts) {
    /** One piece of the order. */
    sealed interface Part {}

    /** These columns one behind another, as one likes. */
    record Free(Set<Integer> columns) implements Part {
        Free {
            columns = Set.copyOf(columns);
        }
    }

    record Fixed(SortKey key) implements Part {}

    public SortRequirement {
        parts = List.copyOf(parts);
    }

    public static SortRequirement of(Collection<Integer> free, List<SortKey> fixed) {
        List<Part> parts = new ArrayList<>();
        if (!free.isEmpty()) {
            parts.add(new Free(Set.copyOf(free)));
        }
        fixed.forEach(key -> parts.add(new Fixed(key)));
        return new SortRequirement(parts);
    }

    /** An order that meets both, if there is one. */
    public Optional<SortRequirement> and(SortRequirement other) {
        Deque<Part> left = new ArrayDeque<>(parts);
        Deque<Part> right = new ArrayDeque<>(other.parts);
        List<Part> both = new ArrayList<>();
        while (!left.isEmpty() && !right.isEmpty()) {
            Optional<Part> next = next(left, right);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            both.add(next.get());
        }
        both.addAll(left);
        both.addAll(right);
        return Optional.of(new SortRequirement(both));
    }

    /** Takes from both heads what they agree on. */
    private static Optional<Part> next(Deque<Part> left, Deque<Part> right) {
        Part first = left.pop();
        Part second = right.pop();
        if (first.equals(second)) {
            return Optional.of(first);
        }
        if (first instanceof Free free && free.columns().containsAll(columns(second))) {
            putBack(free, second, left);
            return Optional.of(second);
        }
        if (second instanceof Free free && free.columns().containsAll(columns(first))) {
            putBack(free, first, right);
            return Optional.of(first);
        }
        return Optional.empty();
    }

    private static void putBack(Free free, Part taken, Deque<Part> parts) {
        Set<Integer> rest = new HashSet<>(free.columns());
        rest.removeAll(columns(taken));
        if (!rest.isEmpty()) {
            parts.push(new Free(rest));
        }
    }

    private static Set<Integer> columns(Part part) {
        return part instanceof Fixed fixed ? Set.of(fixed.key().column()) : ((Free) part).columns();
    }

    public boolean isMetBy(List<SortKey> ordering) {
        int next = 0;
        for (Part part : parts) {
            int end = next + columns(part).size();
            if (end > ordering.size() || !isMetBy(part, ordering.subList(next, end))) {
                return false;
            }
            next = end;
        }
        return true;
    }

    private static boolean isMetBy(Part part, List<SortKey> keys) {
        return part instanceof Fixed fixed
                ? keys.get(0).equals(fixed.key())
                : keys.stream().map(SortKey::column).toList().containsAll(columns(part));
    }

    /** One order that meets this: the first keys of the given one where it does. */
    public List<SortKey> keys(List<SortKey> ordering) {
        int count = parts.stream().mapToInt(part -> columns(part).size()).sum();
        if (isMetBy(ordering)) {
            return ordering.subList(0, count);
        }
        List<SortKey> keys = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Fixed fixed) {
                keys.add(fixed.key());
            } else {
                new TreeSet<>(columns(part)).forEach(column -> keys.add(new SortKey(column, true, true)));
            }
        }
        return keys;
    }
}

package io.blink.sql.physical.changelog;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What becomes of the rows that a plan node emits.
 *
 * @param updates whether rows change later (+U, and -U where it is needed)
 * @param deletes whether rows go (-D, with all columns)
 * @param keys sets of output columns each of which tells the rows of the current result apart, and by which a row and its changes follow each other in one task (upsert keys); minimal sets only;
 *     empty: none is known. The empty set is a key: there is at most one row
 * @param newContentsOnly whether the rows are those of a source that does not know old contents: there is no -U, whoever needs it
 */
public record Changes(boolean updates, boolean deletes, Set<Set<Integer>> keys, boolean newContentsOnly) {
    public static final Changes INSERT_ONLY = new Changes(false, false, Set.of());

    public Changes {
        keys = minimal(keys);
    }

    public Changes(boolean updates, boolean deletes, Set<Set<Integer>> keys) {
        this(updates, deletes, keys, false);
    }

    private static Set<Set<Integer>> minimal(Set<Set<Integer>> keys) {
        Set<Set<Integer>> minimal = new HashSet<>();
        for (Set<Integer> key : keys) {
            if (keys.stream().noneMatch(other -> other.size() < key.size() && key.containsAll(other))) {
                minimal.add(Set.copyOf(key));
            }
        }
        return Set.copyOf(minimal);
    }

    /** Of rows that stay as they are. @param keys columns each set of which no two rows have in common */
    public static Changes insertsBy(Set<Set<Integer>> keys) {
        return new Changes(false, false, keys);
    }

    public boolean insertOnly() {
        return !updates && !deletes;
    }

    /** Whether a known key lies among the columns. */
    public boolean identifiedBy(Collection<Integer> columns) {
        return keys.stream().anyMatch(columns::containsAll);
    }

    /** The known key with the fewest columns, in their order; of several always the same. */
    public Optional<List<Integer>> smallestKey() {
        return keys.stream()
                .map(key -> key.stream().sorted().toList())
                .min(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(List::toString));
    }

    public Changes withKeys(Set<Set<Integer>> newKeys) {
        return new Changes(updates, deletes, newKeys, newContentsOnly);
    }

    /** Of the rows of both. The keys of one say nothing of the other's rows. */
    public Changes and(Changes other) {
        return new Changes(updates || other.updates, deletes || other.deletes, Set.of());
    }

    /** Behind an operator that gives columns other places. @param newPositions for each column its new place, or -1 */
    public Changes mapped(List<Integer> newPositions) {
        Set<Set<Integer>> mapped = new HashSet<>();
        for (Set<Integer> key : keys) {
            Set<Integer> moved = new TreeSet<>();
            key.forEach(column -> moved.add(newPositions.get(column)));
            if (!moved.contains(-1)) {
                mapped.add(moved);
            }
        }
        return withKeys(mapped);
    }

    /** For EXPLAIN: the kinds of rows. @param before whether old contents go out */
    public String kinds(boolean before) {
        String[] kinds = {"I", updates && before ? "UB" : "", updates ? "UA" : "", deletes ? "D" : ""};
        return String.join(
                ",", Arrays.stream(kinds).filter(kind -> !kind.isEmpty()).toList());
    }
}

package io.blink.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the known name that a mistyped one probably means. */
public final class NearestName {
    private NearestName() {}

    /** The candidate with the smallest edit distance (Levenshtein, without case), if that is at most a third of the name's length or 2, and less than the name's length. */
    public static Optional<String> of(String name, Collection<String> candidates) {
        int allowed = Math.min(Math.max(2, name.length() / 3), name.length() - 1);
        return candidates.stream()
                .map(candidate -> new Distance(candidate, distance(lower(name), lower(candidate))))
                .filter(found -> found.edits() <= allowed)
                .min(Comparator.comparingInt(Distance::edits).thenComparing(Distance::candidate))
                .map(Distance::candidate);
    }

    /** {@code " Did you mean 'x'?"}, or nothing if no candidate is near. */
    public static String hint(String name, Collection<String> candidates) {
        return of(name, candidates)
                .map(nearest -> " Did you mean '" + nearest + "'?")
                .orElse("");
    }

    private record Distance(String candidate, int edits) {}

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static int distance(String left, String right) {
        int[] previous = new int[right.length() + 1];
        int[] current = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int substitution = previous[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            int[] swap = previous;
            previous = current;
            current = swap;
        }
        return previous[right.length()];
    }
}

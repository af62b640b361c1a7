package io.blink.testing.exactlyonce;

import io.blink.testing.exactlyonce.WindowedCount.Group;
import io.blink.testing.exactlyonce.WindowedCount.Totals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Expected and actual results of a windowed count, and in words where they differ: what was lost and what was counted twice. */
public record ResultComparison(long rows, int groups, List<String> differences) {
    private static final Totals NONE = new Totals(0, 0);

    /** A line of the actual result; a group that appears twice is a difference of its own. */
    public record Line(Group group, Totals totals) {}

    public static ResultComparison of(Map<Group, Totals> expected, List<Line> actual) {
        List<String> differences = new ArrayList<>();
        Map<Group, Totals> found = new TreeMap<>();
        for (Line line : actual) {
            if (found.merge(line.group(), line.totals(), Totals::plus) != line.totals()) {
                differences.add(line.group() + " is in the result more than once");
            }
        }
        TreeSet<Group> groups = new TreeSet<>(expected.keySet());
        groups.addAll(found.keySet());
        for (Group group : groups) {
            Totals wanted = expected.getOrDefault(group, NONE);
            Totals got = found.getOrDefault(group, NONE);
            if (!wanted.equals(got)) {
                differences.add(group + ": " + difference(wanted, got));
            }
        }
        return new ResultComparison(
                expected.values().stream().mapToLong(Totals::count).sum(), expected.size(), differences);
    }

    public boolean exact() {
        return differences.isEmpty();
    }

    private static String difference(Totals wanted, Totals got) {
        String totals = " (count " + got.count() + " instead of " + wanted.count() + ", sum " + got.sum()
                + " instead of " + wanted.sum() + ")";
        if (got.count() < wanted.count()) {
            return wanted.count() - got.count() + " rows lost" + totals;
        }
        if (got.count() > wanted.count()) {
            return got.count() - wanted.count() + " rows too many" + totals;
        }
        return "other rows" + totals;
    }
}

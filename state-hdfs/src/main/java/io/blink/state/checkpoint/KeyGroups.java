package io.blink.state.checkpoint;

/**
 * The key groups {@code first .. last}, both included, of one task. Group {@code g} of {@code n} belongs to task {@code g * parallelism / n}, as the exchanges deal rows out.
 *
 * @param last less than {@code first} if there is none
 */
public record KeyGroups(int first, int last) {
    public static final KeyGroups NONE = new KeyGroups(0, -1);

    /** Those of one of {@code parallelism} tasks. */
    public static KeyGroups of(int subtask, int parallelism, int keyGroups) {
        return new KeyGroups(
                ceilingOfQuotient((long) subtask * keyGroups, parallelism),
                ceilingOfQuotient((subtask + 1L) * keyGroups, parallelism) - 1);
    }

    private static int ceilingOfQuotient(long dividend, int divisor) {
        return (int) ((dividend + divisor - 1) / divisor);
    }

    public boolean contains(int group) {
        return first <= group && group <= last;
    }

    public boolean containsAll(KeyGroups other) {
        return first <= other.first && other.last <= last;
    }

    public boolean intersects(KeyGroups other) {
        return first <= other.last && other.first <= last;
    }
}

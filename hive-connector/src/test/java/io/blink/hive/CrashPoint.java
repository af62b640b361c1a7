package io.blink.hive;

import java.io.IOException;

/** Ends a process at its n-th change of the outside world, before or after it took effect; from then on everything fails. */
public final class CrashPoint {
    /** What a dead process throws. */
    public static final class Crashed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crashed(String where) {
            super("crashed at: " + where);
        }
    }

    /** A change of a file system. */
    @FunctionalInterface
    public interface Change<T> {
        T make() throws IOException;
    }

    private final int at;
    private final boolean before;
    private int changes;
    private boolean crashed;

    private CrashPoint(int at, boolean before) {
        this.at = at;
        this.before = before;
    }

    public static CrashPoint never() {
        return new CrashPoint(Integer.MAX_VALUE, true);
    }

    /** @param change counted from 0 */
    public static CrashPoint before(int change) {
        return new CrashPoint(change, true);
    }

    public static CrashPoint after(int change) {
        return new CrashPoint(change, false);
    }

    public boolean crashed() {
        return crashed;
    }

    public void look() {
        if (crashed) {
            throw new Crashed("an operation of a dead process");
        }
    }

    public <T> T change(String what, Change<T> change) throws IOException {
        look();
        if (changes == at && before) {
            crashed = true;
            throw new Crashed("before " + what);
        }
        T result = change.make();
        if (changes == at) {
            crashed = true;
            throw new Crashed("after " + what);
        }
        changes++;
        return result;
    }
}

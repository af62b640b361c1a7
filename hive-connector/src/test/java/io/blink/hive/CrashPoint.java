package io.blink.hive;

import java.io.IOException;

/** Ends a process after its n-th change of the outside world; from then on everything fails. */
public final class CrashPoint {
    /** What a dead process throws. */
    public static final class Crashed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Crashed(String where) {
            super("crashed " + where, null, false, false);
        }
    }

    /** A change of a file system. */
    @FunctionalInterface
    public interface Change<T> {
        T make() throws IOException;
    }

    private final int at;
    private int changes;
    private boolean crashed;

    private CrashPoint(int at) {
        this.at = at;
        this.crashed = at == 0;
    }

    public static CrashPoint never() {
        return new CrashPoint(Integer.MAX_VALUE);
    }

    /** Before the first change for 0, else directly after that many. */
    public static CrashPoint after(int changes) {
        return new CrashPoint(changes);
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
        T result = change.make();
        if (++changes == at) {
            crashed = true;
            throw new Crashed("after " + what);
        }
        return result;
    }
}

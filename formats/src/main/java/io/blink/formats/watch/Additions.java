package io.blink.formats.watch;

import java.util.List;

/** Finds what was added to a table. Blocks; used by one thread at a time. */
@FunctionalInterface
public interface Additions {
    /** So many are found at most in one call; asked again, it finds the next. */
    int FOUND_MAX = 1000;

    /** The lowest that were not read, in order. */
    List<? extends Addition> notIn(ReadMarks read);
}

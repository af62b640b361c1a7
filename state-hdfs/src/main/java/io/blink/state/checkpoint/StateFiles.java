package io.blink.state.checkpoint;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Which files a job still needs. Pure functions of handles. */
public final class StateFiles {
    private StateFiles() {}

    /** Files that handles of dropped checkpoints name and none of the kept ones does, in order. */
    public static Set<String> unreferenced(Collection<StateHandle> dropped, Collection<StateHandle> kept) {
        Set<String> files = new TreeSet<>();
        dropped.forEach(handle -> files.addAll(handle.files()));
        kept.forEach(handle -> files.removeAll(handle.files()));
        return files;
    }
}

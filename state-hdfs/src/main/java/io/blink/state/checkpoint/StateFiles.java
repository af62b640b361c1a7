package io.blink.state.checkpoint;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which files a job still needs. Pure functions of paths. */
public final class StateFiles {
    private static final Pattern NAME = Pattern.compile("[^/]+/[0-9]+-([0-9]+)\\.state$");

    private StateFiles() {}

    /** Where an attempt puts what it writes for a checkpoint. */
    static String path(String directory, int attempt, long checkpointId) {
        return directory + "/" + attempt + "-" + checkpointId + ".state";
    }

    /**
     * Of the files found in a job's folder, those that nobody will ever name: written for a checkpoint up to {@code completedId}, the latest that is complete, and not {@code kept}: named by a kept one. A writer
     * that goes on names what the latest complete checkpoint names, and files of later ones.
     *
     * @param found in whatever spelling of the folder
     */
    public static Set<String> orphans(Collection<String> found, Collection<String> kept, long completedId) {
        Set<String> needed = new HashSet<>();
        for (String file : kept) {
            Matcher name = NAME.matcher(file);
            needed.add(name.find() ? name.group() : file);
        }
        Set<String> orphans = new TreeSet<>();
        for (String file : found) {
            Matcher name = NAME.matcher(file);
            if (name.find() && Long.parseLong(name.group(1)) <= completedId && !needed.contains(name.group())) {
                orphans.add(file);
            }
        }
        return orphans;
    }
}

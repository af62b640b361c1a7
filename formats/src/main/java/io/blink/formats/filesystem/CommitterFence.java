package io.blink.formats.filesystem;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.FormatErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;

/**
 * Keeps a job master that was replaced, or whose job is over, from committing. Each master leaves a marker of its term in {@code STAGING/_committers/OPERATOR/} before it first
 * commits, and before each phase checks that its own is there and the highest. One that pauses inside a phase and wakes later only repeats what its successor did: staged
 * files are moved once, and only files of the journal are deleted.
 */
final class CommitterFence {
    private final FileSystem fileSystem;
    private final String staging;
    private final String markers;
    private final CommitterContext context;
    private boolean entered;

    CommitterFence(FileSystem fileSystem, String staging, CommitterContext context) {
        this.fileSystem = fileSystem;
        this.staging = staging;
        this.markers = staging + "/_committers/" + context.operatorId();
        this.context = context;
    }

    /** At the beginning of a commit. @param staged whether files wait in the staging folder, unless they were committed before */
    void enter(boolean staged) throws IOException {
        if (entered) {
            check();
            return;
        }
        int highest = highestTerm();
        refuseIfReplaced(highest);
        if (highest < 0 && staged && fileSystem.status(staging).isEmpty()) {
            throw over();
        }
        try (OutputStream marker = fileSystem.create(markers + "/" + context.term())) {
            marker.write(("term " + context.term() + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException ofThisTerm) {
            refuseIfReplaced(highestTerm());
        }
        entered = true;
    }

    /** Between two phases of a commit. */
    void check() throws IOException {
        int highest = highestTerm();
        refuseIfReplaced(highest);
        if (highest < context.term()) {
            throw over();
        }
    }

    /** Before the staging folder goes, which may never have been. */
    void checkNotReplaced() throws IOException {
        refuseIfReplaced(highestTerm());
    }

    private int highestTerm() throws IOException {
        int highest = -1;
        for (FileStatus marker : fileSystem.list(markers)) {
            highest = Math.max(highest, Integer.parseInt(marker.name()));
        }
        return highest;
    }

    private void refuseIfReplaced(int highest) {
        if (highest > context.term()) {
            throw fenced("term " + highest + " has taken over");
        }
    }

    private BlinkException over() {
        return fenced("its staging folder was cleaned up, so the job is over");
    }

    private BlinkException fenced(String why) {
        return new BlinkException(
                FormatErrorCode.COMMIT_FENCED,
                "The job master of term " + context.term() + " of job " + context.jobId() + " may not commit from "
                        + staging + ": " + why);
    }
}

package io.blink.rocksdb;

import java.nio.file.Path;

/**
 * The files of a database at one moment, linked into a folder of their own, which goes when nobody holds it any more: the store holds the latest, and each snapshot its own. Safe on any thread.
 */
final class LinkedFiles {
    private final Path folder;
    private int holders = 1;

    /** Held by the caller. */
    LinkedFiles(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    synchronized void hold() {
        holders++;
    }

    synchronized void release() {
        if (--holders == 0) {
            LocalFolders.delete(folder);
        }
    }
}

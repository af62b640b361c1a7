package io.blink.scheduler.store;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Savepoints: folders that hold all that a job needs to start from them, and name nothing outside of them. They may be copied and moved. Calls block, on I/O threads.
 *
 * <pre>
 * DIRECTORY/state/…     copies of state files
 * DIRECTORY/_metadata   written last: a savepoint without it is none. {@link CheckpointMetadata} whose handles name files relative to DIRECTORY
 * </pre>
 */
public final class SavepointStore {
    private static final String METADATA = "/_metadata";
    private static final String KIND = "savepoint";
    private static final int BUFFER_BYTES = 1 << 20;

    private final FileSystem fileSystem;

    SavepointStore(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** Copies a file into the savepoint; what an earlier try left there is replaced. */
    public void copy(String file, String directory, String name) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputFile source = fileSystem.open(file);
                OutputStream copy = create(directory + "/" + name)) {
            for (long offset = 0; offset < source.length(); offset += buffer.length) {
                int length = (int) Math.min(buffer.length, source.length() - offset);
                source.readFully(offset, buffer, 0, length);
                copy.write(buffer, 0, length);
            }
        }
    }

    private OutputStream create(String path) throws IOException {
        try {
            return fileSystem.create(path);
        } catch (FileAlreadyExistsException leftover) {
            fileSystem.delete(path);
            return fileSystem.create(path);
        }
    }

    /** From here on the savepoint stands. */
    public void writeMetadata(String directory, CheckpointMetadata relative) throws IOException {
        byte[] content = SealedJson.write(KIND, CheckpointMetadata.VERSION, relative);
        try (OutputStream file = create(directory + METADATA)) {
            file.write(content);
        }
    }

    /** What the savepoint in that folder holds; its handles name files where they lie now. */
    public CheckpointMetadata read(String directory) throws IOException {
        String root = folder(directory);
        byte[] file;
        try {
            file = MasterFolder.read(fileSystem, root + METADATA);
        } catch (FileNotFoundException e) {
            throw new BlinkException(
                    SchedulerErrorCode.NO_SAVEPOINT,
                    "There is no savepoint at " + directory + ": " + root + METADATA
                            + " does not exist. Name the folder that was printed when it was taken.",
                    e);
        }
        CheckpointMetadata relative =
                SealedJson.read(root + METADATA, file, KIND, CheckpointMetadata.VERSION, CheckpointMetadata.class);
        return relative.inFiles(name -> root + "/" + name);
    }

    /** The same for a job that starts from it: state files that are gone are told at once, and not found out by its tasks again and again. */
    public CheckpointMetadata readWhole(String directory) throws IOException {
        CheckpointMetadata saved = read(directory);
        Set<String> missing = new TreeSet<>(saved.files());
        for (String folder : saved.files().stream().map(SavepointStore::parent).collect(Collectors.toSet())) {
            // A file system may spell paths with its own name before them; below one folder the last name says which.
            fileSystem.list(folder).forEach(file -> missing.remove(folder + "/" + lastName(file.path())));
        }
        if (!missing.isEmpty()) {
            throw new BlinkException(
                    SchedulerErrorCode.NO_SAVEPOINT,
                    "The savepoint at " + directory + " is not whole: " + missing.size() + " of its "
                            + saved.files().size() + " files are missing, first "
                            + missing.iterator().next() + ". Copy all of its folder, or start from another one.");
        }
        return saved;
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Deletes a savepoint; anything else is left alone. */
    public void dispose(String directory) throws IOException {
        read(directory);
        fileSystem.delete(folder(directory));
    }

    /** Deletes what there is of a savepoint that does not stand. */
    public void deleteDraft(String directory) throws IOException {
        fileSystem.delete(directory);
    }

    /** A savepoint's folder, which may be given with its metadata's name or a slash at its end. */
    public static String folder(String path) {
        String folder = path.endsWith(METADATA) ? path.substring(0, path.length() - METADATA.length()) : path;
        while (folder.endsWith("/") && folder.length() > 1) {
            folder = folder.substring(0, folder.length() - 1);
        }
        return folder;
    }
}

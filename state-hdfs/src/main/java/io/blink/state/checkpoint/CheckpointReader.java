package io.blink.state.checkpoint;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.StateHandle.PageLocation;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads pages of checkpoints, checking each. Blocks; used on one thread. Keeps the files open until it is closed. */
public final class CheckpointReader implements AutoCloseable {
    private final FileSystem fileSystem;
    private final Map<String, InputFile> open = new HashMap<>();

    public CheckpointReader(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** The content of a page. */
    public byte[] read(StateHandle handle, PageLocation location) {
        String path = handle.files().get(location.file());
        byte[] page = new byte[StateFileFormat.PAGE_HEADER_BYTES + location.length()];
        try {
            file(path).readFully(location.offset(), page, 0, page.length);
        } catch (IOException e) {
            throw failed(path, e);
        }
        StateFileFormat.checkPage(page, location, path);
        byte[] content = new byte[location.length()];
        System.arraycopy(page, StateFileFormat.PAGE_HEADER_BYTES, content, 0, content.length);
        return content;
    }

    private InputFile file(String path) throws IOException {
        InputFile file = open.get(path);
        if (file == null) {
            file = fileSystem.open(path);
            open.put(path, file);
            byte[] header = new byte[StateFileFormat.FILE_HEADER_BYTES];
            file.readFully(0, header, 0, header.length);
            StateFileFormat.checkFileHeader(header, path);
        }
        return file;
    }

    private static BlinkException failed(String path, IOException cause) {
        return new BlinkException(
                StateErrorCode.STATE_FILE, "State file '" + path + "' cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        IOException failure = null;
        for (InputFile file : open.values()) {
            try {
                file.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        open.clear();
        if (failure != null) {
            throw new BlinkException(
                    StateErrorCode.STATE_FILE, "A state file cannot be closed: " + failure.getMessage(), failure);
        }
    }
}

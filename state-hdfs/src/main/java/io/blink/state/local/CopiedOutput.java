package io.blink.state.local;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to a durable file and, as long as that works, to a copy, which gets its name when the durable file is closed. Used on one thread. */
final class CopiedOutput extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(CopiedOutput.class);

    private final String path;
    private final OutputStream durable;
    private final Path unfinished;
    private final Path finished;
    private OutputStream copy;
    private boolean failed;

    /** @param copy {@code null}: there will be none */
    CopiedOutput(String path, OutputStream durable, OutputStream copy, Path unfinished, Path finished) {
        this.path = path;
        this.durable = durable;
        this.copy = copy;
        this.unfinished = unfinished;
        this.finished = finished;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        failed = true;
        durable.write(bytes, offset, length);
        failed = false;
        if (copy != null) {
            try {
                copy.write(bytes, offset, length);
            } catch (IOException e) {
                giveUp(e);
            }
        }
    }

    @Override
    public void flush() throws IOException {
        durable.flush();
    }

    private void giveUp(IOException cause) {
        LOG.warn("The local copy of {} cannot be written and is given up", path, cause);
        try {
            copy.close();
            Files.deleteIfExists(unfinished);
        } catch (IOException e) {
            LOG.warn("What there is of the local copy {} cannot be deleted", unfinished, e);
        }
        copy = null;
    }

    @Override
    public void close() throws IOException {
        try {
            durable.close();
        } catch (IOException e) {
            failed = true;
            throw e;
        } finally {
            closeCopy();
        }
    }

    private void closeCopy() {
        if (copy == null) {
            return;
        }
        try {
            copy.close();
            if (failed) {
                Files.deleteIfExists(unfinished);
            } else {
                Files.move(unfinished, finished);
            }
        } catch (IOException e) {
            giveUp(e);
        }
        copy = null;
    }
}

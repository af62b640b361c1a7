package io.blink.formats;

import io.blink.core.spi.filesystem.InputFile;
import java.io.EOFException;
import java.io.IOException;

/** The bytes of a file did not come, whatever is in them: kept apart from the IOExceptions of format libraries, which mean that the file is damaged. */
public final class ReadFailure extends IOException {
    private static final long serialVersionUID = 1;

    private ReadFailure(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Like {@link InputFile#readFully}, for streams that a format library reads; a file that is too short stays an {@link EOFException}. */
    public static void readFully(InputFile file, long position, byte[] target, int offset, int length)
            throws IOException {
        try {
            file.readFully(position, target, offset, length);
        } catch (EOFException e) {
            throw e;
        } catch (IOException e) {
            throw new ReadFailure(e);
        }
    }

    /** Throws the failure that the error of a format library comes from, if it comes from one. */
    public static void rethrowFrom(Throwable error) throws ReadFailure {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof ReadFailure failure) {
                throw failure;
            }
        }
    }
}

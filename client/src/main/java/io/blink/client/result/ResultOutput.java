package io.blink.client.result;

import io.blink.client.ClientErrorCode;
import io.blink.core.error.BlinkException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where results go. A print stream keeps quiet about what could not be written; below it, this throws: OUTPUT_CLOSED when the reader has gone ({@code | head}),
 * OUTPUT_FAILED for everything else.
 */
public final class ResultOutput extends OutputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final OutputStream target;

    private ResultOutput(OutputStream target) {
        this.target = target;
    }

    /** Standard output, buffered, in UTF-8. */
    public static PrintStream standard() {
        return to(new FileOutputStream(FileDescriptor.out));
    }

    static PrintStream to(OutputStream target) {
        BufferedOutputStream buffered = new BufferedOutputStream(new ResultOutput(target), BUFFER_BYTES);
        return new PrintStream(buffered, false, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        try {
            target.write(bytes, offset, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static BlinkException failed(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return message.toLowerCase(Locale.ROOT).contains("broken pipe")
                ? new BlinkException(ClientErrorCode.OUTPUT_CLOSED, "Whoever read the results has gone.", cause)
                : new BlinkException(ClientErrorCode.OUTPUT_FAILED, "The results cannot be written: " + message, cause);
    }
}

package io.blink.client.result;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;

/** Outputs that take nothing. */
public final class ClosedOutput extends OutputStream {
    private final String problem;

    private ClosedOutput(String problem) {
        this.problem = problem;
    }

    public static PrintStream brokenPipe() {
        return ResultOutput.to(new ClosedOutput("Broken pipe"));
    }

    static PrintStream fullDisk() {
        return ResultOutput.to(new ClosedOutput("No space left on device"));
    }

    @Override
    public void write(int single) throws IOException {
        throw new IOException(problem);
    }
}

package io.blink.integration.cluster;

/** How a command ended. @param output all of standard output @param messages all of standard error */
public record CommandResult(int exitCode, String output, String messages) {
    /** Itself, if the command said that it worked. */
    public CommandResult succeeded() {
        if (exitCode != 0) {
            throw new AssertionError("exit code " + exitCode + "\n" + messages + "\n" + output);
        }
        return this;
    }
}

package io.blink.core.function.user;

/** The part of a stack that the user wrote: from the throw up to the engine's call, with the causes. */
final class UserStack {
    private static final int FRAMES_MAX = 20;
    private static final int CAUSES_MAX = 5;

    private UserStack() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        int causes = 0;
        for (Throwable cause = failure; cause != null && causes < CAUSES_MAX; cause = cause.getCause()) {
            text.append(causes++ == 0 ? "" : "\n    caused by ").append(cause);
            appendFrames(cause.getStackTrace(), text);
        }
        return text.toString();
    }

    /** As Java writes it, without the names of class loader and module. */
    private static String frame(StackTraceElement frame) {
        String line = frame.getLineNumber() < 0 ? "" : ":" + frame.getLineNumber();
        String file = frame.getFileName() == null ? "unknown source" : frame.getFileName() + line;
        return frame.getClassName() + "." + frame.getMethodName() + "(" + file + ")";
    }

    private static void appendFrames(StackTraceElement[] frames, StringBuilder text) {
        for (int i = 0; i < frames.length; i++) {
            String owner = frames[i].getClassName();
            if (owner.startsWith("io.blink.runtime.") || owner.startsWith("java.lang.invoke.")) {
                return;
            }
            if (i == FRAMES_MAX) {
                text.append("\n    … ").append(frames.length - i).append(" more");
                return;
            }
            text.append("\n    at ").append(frame(frames[i]));
        }
    }
}

package io.blink.testing;

import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;

/** What can go wrong with the servers, scripts and generators of the tests. */
public enum TestingErrorCode implements ErrorCode {
    /** A server did not start, answer or stop in its time; the message ends with the tail of its log. */
    SERVER_FAILED(13001, ErrorType.EXTERNAL),
    /** A port that a server needs is in use. */
    PORT_TAKEN(13002, ErrorType.USER),
    /** The machine has too little memory for the servers asked for. */
    MEMORY_TOO_SMALL(13003, ErrorType.RESOURCES),
    /** No usable JDK where one was looked for. */
    JDK_MISSING(13004, ErrorType.USER),
    /** The class path of a server was not written yet; the build does it. */
    CLASS_PATH_MISSING(13005, ErrorType.USER),
    /** The folder of a cluster cannot be used as asked, for example because a cluster runs in it. */
    CLUSTER_FOLDER(13006, ErrorType.USER),
    /** A command line or an option of it is wrong. */
    COMMAND_LINE(13007, ErrorType.USER),
    /** A SQL script is not written as its format says. */
    SCRIPT_SYNTAX(13008, ErrorType.USER),
    /** A file of the tests cannot be read or written. */
    FILE_ACCESS(13009, ErrorType.EXTERNAL),
    /** What a test waits for has not come about in its time. */
    WAITED_TOO_LONG(13010, ErrorType.EXTERNAL),
    /** A failure that a test has planned. */
    PLANTED_FAILURE(13011, ErrorType.EXTERNAL);

    private final int number;
    private final ErrorType type;

    TestingErrorCode(int number, ErrorType type) {
        this.number = number;
        this.type = type;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public ErrorType type() {
        return type;
    }
}

package io.blink.runtime.control;

/** The output edge of a vertex whose root is a ResultSink: one consumer, the job master's process, and one bucket; blocking in a batch, pipelined in a stream. */
public final class ResultEdge {
    public static final int RESULT_EDGE = -1;

    private ResultEdge() {}
}

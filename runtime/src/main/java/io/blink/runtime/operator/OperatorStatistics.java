package io.blink.runtime.operator;

/** What an operator counted beyond rows and time, which the driver counts. */
public record OperatorStatistics(long memoryBytesPeak, long spilledBytes, long lateRowsDropped) {
    public static final OperatorStatistics NONE = new OperatorStatistics(0, 0, 0);
}

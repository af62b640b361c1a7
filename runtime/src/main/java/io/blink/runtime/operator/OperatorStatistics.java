package io.blink.runtime.operator;

import io.blink.core.spi.connector.ScanFigures;

/** What an operator counted beyond rows and time, which the driver counts. @param scan of what reads a table */
public record OperatorStatistics(long memoryBytesPeak, long spilledBytes, long lateRowsDropped, ScanFigures scan) {
    public static final OperatorStatistics NONE = new OperatorStatistics(0, 0, 0);

    public OperatorStatistics(long memoryBytesPeak, long spilledBytes, long lateRowsDropped) {
        this(memoryBytesPeak, spilledBytes, lateRowsDropped, ScanFigures.NONE);
    }
}

package io.blink.runtime.control;

import io.blink.core.spi.connector.ScanFigures;

/** What scans did, as workers tell it. */
public final class ScanMessages {
    private ScanMessages() {}

    public static ScanProgress of(ScanFigures figures) {
        return ScanProgress.newBuilder()
                .setSplitsSkipped(figures.splitsSkipped())
                .setRowGroups(figures.rowGroups())
                .setRowGroupsSkipped(figures.rowGroupsSkipped())
                .setRowsSkipped(figures.rowsSkipped())
                .setRowsFiltered(figures.rowsFiltered())
                .setRowsKeyFiltered(figures.rowsKeyFiltered())
                .setBytesRead(figures.bytesRead())
                .setReadNanos(figures.readNanos())
                .setWaitNanos(figures.waitNanos())
                .build();
    }

    public static ScanFigures figures(ScanProgress progress) {
        return new ScanFigures(
                progress.getSplitsSkipped(),
                progress.getRowGroups(),
                progress.getRowGroupsSkipped(),
                progress.getRowsSkipped(),
                progress.getRowsFiltered(),
                progress.getRowsKeyFiltered(),
                progress.getBytesRead(),
                progress.getReadNanos(),
                progress.getWaitNanos());
    }
}

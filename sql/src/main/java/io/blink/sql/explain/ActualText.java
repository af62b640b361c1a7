package io.blink.sql.explain;

import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.sql.explain.ActualRun.OperatorRun;
import io.blink.sql.explain.ActualRun.VertexRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What vertices and operators did, in a few words each. */
final class ActualText {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int UNIT = 1024;
    private static final String[] UNITS = {"B", "KB", "MB", "GB", "TB"};

    private ActualText() {}

    static String of(VertexRun run) {
        List<String> words = new ArrayList<>();
        words.add(run.tasks() == 1 ? "1 task" : run.tasks() + " tasks");
        if (run.splits() > 0) {
            words.add(run.splits() + (run.splits() == 1 ? " split" : " splits"));
        }
        if (run.bytesWritten() > 0) {
            words.add(size(run.bytesWritten()) + " to its exchange");
        }
        return " (" + String.join(", ", words) + ")";
    }

    /** Rows in and out, the time that threads spent in it, and what it held and spilled where it did. */
    static String of(OperatorNode node, OperatorRun run) {
        List<String> words = new ArrayList<>();
        words.add(
                node.inputs().isEmpty()
                        ? "rows " + count(run.rowsOut())
                        : isSink(node.spec())
                                ? "rows " + count(run.rowsIn())
                                : "rows " + count(run.rowsIn()) + " -> " + count(run.rowsOut()));
        words.add(millis(run.busyNanos()));
        if (run.memoryBytesPeak() > 0) {
            words.add("memory " + size(run.memoryBytesPeak()));
        }
        if (run.spilledBytes() > 0) {
            words.add("spilled " + size(run.spilledBytes()));
        }
        scan(run.scan(), words);
        return "  [" + String.join(", ", words) + "]";
    }

    /** What a scan read, how long that took beside the query's own threads, and what it left out. */
    private static void scan(ScanFigures scan, List<String> words) {
        if (scan.bytesRead() > 0) {
            words.add("read " + size(scan.bytesRead()) + " in " + millis(scan.readNanos()));
            words.add("waited " + millis(scan.waitNanos()));
        }
        if (scan.splitsSkipped() > 0) {
            words.add(count(scan.splitsSkipped()) + " splits skipped by runtime filters");
        }
        if (scan.rowGroupsSkipped() > 0) {
            words.add(count(scan.rowGroupsSkipped()) + " of " + count(scan.rowGroups()) + " row groups skipped");
        }
        if (scan.rowsSkipped() > 0) {
            words.add(count(scan.rowsSkipped()) + " rows in skipped pages");
        }
        if (scan.rowsFiltered() > 0) {
            words.add(count(scan.rowsFiltered()) + " rows left out by filters");
        }
        if (scan.rowsKeyFiltered() > 0) {
            words.add(count(scan.rowsKeyFiltered()) + " rows left out by runtime filters");
        }
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.1f ms", nanos / NANOS_PER_MILLI);
    }

    private static boolean isSink(OperatorSpec spec) {
        return spec instanceof OperatorSpec.TableWrite || spec instanceof OperatorSpec.ResultSink;
    }

    private static String count(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }

    static String size(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= UNIT && unit < UNITS.length - 1) {
            amount /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }
}

package io.blink.sql.explain;

import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
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
        words.add(String.format(Locale.ROOT, "%.1f ms", run.busyNanos() / NANOS_PER_MILLI));
        if (run.memoryBytesPeak() > 0) {
            words.add("memory " + size(run.memoryBytesPeak()));
        }
        if (run.spilledBytes() > 0) {
            words.add("spilled " + size(run.spilledBytes()));
        }
        return "  [" + String.join(", ", words) + "]";
    }

    private static boolean isSink(OperatorSpec spec) {
        return spec instanceof OperatorSpec.TableWrite || spec instanceof OperatorSpec.ResultSink;
    }

    private static String count(long rows) {
        return String.format(Locale.ROOT, "%,d", rows);
    }

    private static String size(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= UNIT && unit < UNITS.length - 1) {
            amount /= UNIT;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", amount, UNITS[unit]);
    }
}

package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.plan.JoinType;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.spill.SpillQueue;
import io.blink.runtime.spill.SpilledReader;
import io.blink.runtime.spill.SpilledRows;
import java.util.ArrayList;
import java.util.List;

/**
 * The probe side of one spilled partition, which passes once by each block of build rows. Where a block's matches matter to the next, what is known of each row goes with it from file
 * to file, in a last column of flags.
 */
final class ProbePasses {
    private final OperatorContext context;
    private final JoinLayout layout;
    private final JoinProbe probe;
    private final SpillQueue queue;
    private SpilledRows file;
    private SpilledRows nextFile;
    private SpilledReader reader;
    private boolean flagged;
    private boolean last;
    private Batch probed;

    ProbePasses(OperatorContext context, JoinLayout layout, JoinProbe probe, SpillQueue queue) {
        this.context = context;
        this.layout = layout;
        this.probe = probe;
        this.queue = queue;
    }

    /** The probe side of the next partition. */
    void take(SpilledRows rows) {
        file = rows;
        flagged = false;
    }

    /** All rows meet the build rows in memory. @param lastBlock whether no others follow */
    void start(boolean lastBlock) {
        last = lastBlock;
        reader = file.reader();
        if (!last && carriesFlags()) {
            List<Field> fields = new ArrayList<>(layout.left());
            fields.add(new Field("flags", DataType.of(TypeKind.TINYINT)));
            nextFile = new SpilledRows(context.spillFiles(), queue, "probe-again", fields);
        }
    }

    private boolean carriesFlags() {
        return layout.type() != JoinType.INNER && layout.type() != JoinType.RIGHT;
    }

    /** The next output, or {@code null} if there is none now. */
    Batch next() {
        while (!queue.full()) {
            if (!probe.done()) {
                Batch output = probe.next();
                if (output != null || !probe.done()) {
                    return output;
                }
            }
            keepFlags();
            Batch batch = reader.poll();
            if (batch == null) {
                return null;
            }
            probe(batch);
        }
        return null;
    }

    private void probe(Batch batch) {
        byte[] flags = null;
        probed = batch;
        if (flagged) {
            int width = layout.left().size();
            flags = ((ByteColumn) batch.column(width).flat()).values();
            probed = new Batch(batch.rowCount(), batch.columns().subList(0, width));
        }
        probe.start(probed, flags, last);
    }

    private void keepFlags() {
        if (probed != null && nextFile != null) {
            List<Column> columns = new ArrayList<>(probed.columns());
            columns.add(new ByteColumn(probed.rowCount(), probe.flags(), null));
            nextFile.append(new Batch(probed.rowCount(), columns));
        }
        probed = null;
    }

    /** Whether this pass is complete. */
    boolean ended() {
        return probe.done() && probed == null && reader.ended();
    }

    Wait waitsFor() {
        return probe.done() ? reader.waitsFor().orOthersTurn() : Wait.OTHERS_TURN;
    }

    /** After a pass and all that follows from it. True if it was the partition's last. */
    boolean end() {
        if (last) {
            file.delete();
        } else if (nextFile != null) {
            file.delete();
            nextFile.finish();
            file = nextFile;
            nextFile = null;
            flagged = true;
        }
        return last;
    }
}

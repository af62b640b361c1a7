package io.blink.runtime.operator.join.lookup;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.Field;
import io.blink.runtime.expression.LiteralColumns;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.join.PairTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Looks the rows of a stream up in a table that the worker holds in memory: all rows of a batch in one copy of it. Keeps no state across checkpoints. Columns of a batch behind those of the input are carried along, ahead of the table's. */
public final class LookupJoinOperator implements Operator {
    private static final int PAIRS = Batch.TARGET_ROWS;

    private final OperatorSpec.LookupJoin spec;
    private final OperatorContext context;
    private final HeldTable held;
    private final PairTest condition;
    private final int[] leftKeys;
    private final int[] pairRows = new int[PAIRS];
    private final int[] pairTableRows = new int[PAIRS];
    private Batch batch;
    private LookupTable table;
    private long[] hashes = new long[0];
    private boolean[] matched;
    private int row;
    /** The next row of the table for {@link #row}, or {@link LookupTable#END}. */
    private int candidate;

    private boolean ended;

    /** @param held closed with the operator */
    public LookupJoinOperator(OperatorSpec.LookupJoin spec, OperatorContext context, HeldTable held) {
        this.spec = spec;
        this.context = context;
        this.held = held;
        leftKeys = spec.leftKeys().stream().mapToInt(Integer::intValue).toArray();
        condition = new PairTest(spec.condition(), context.inputs().get(0).size(), context.evaluation());
    }

    @Override
    public boolean needsInput(int input) {
        return batch == null && !ended;
    }

    @Override
    public void addInput(int input, Batch rows) {
        if (rows.rowCount() == 0) {
            return;
        }
        batch = RowKinds.withoutUpdates(rows);
        if (hashes.length < rows.rowCount()) {
            hashes = new long[rows.rowCount()];
        }
        ColumnHash.ofKeys(rows, leftKeys, hashes);
        matched = new boolean[rows.rowCount()];
        table = null;
        row = 0;
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        if (batch == null || !hasTable()) {
            return null;
        }
        while (row < batch.rowCount()) {
            Batch joined = join(expand());
            if (joined != null) {
                return joined;
            }
        }
        Batch unmatched = spec.type() == JoinType.LEFT ? unmatched() : null;
        batch = null;
        table = null;
        return unmatched;
    }

    private boolean hasTable() {
        if (table != null) {
            return true;
        }
        CompletableFuture<TableReading.Copy> copy = held.copy(System.nanoTime());
        if (!copy.isDone()) {
            return false;
        }
        if (copy.isCompletedExceptionally()) {
            throw failure(copy);
        }
        table = copy.join().table();
        candidate = table.find(hashes[0]);
        return true;
    }

    private BlinkException failure(CompletableFuture<TableReading.Copy> copy) {
        Throwable cause = copy.handle((read, error) -> error).join();
        cause = cause.getCause() == null ? cause : cause.getCause();
        return cause instanceof BlinkException known
                ? known
                : new BlinkException(
                        CoreErrorCode.INTERNAL,
                        context.owner() + ": the table of connector '"
                                + spec.table().connector() + "' could not be read: " + cause.getMessage(),
                        cause);
    }

    /** The next pairs of rows with equal hashes. */
    private int expand() {
        int count = 0;
        while (row < batch.rowCount() && count < PAIRS) {
            if (candidate == LookupTable.END) {
                row++;
                candidate = row < batch.rowCount() ? table.find(hashes[row]) : LookupTable.END;
            } else {
                pairRows[count] = row;
                pairTableRows[count++] = candidate;
                candidate = table.after(candidate, hashes[row]);
            }
        }
        return count;
    }

    private Batch join(int pairs) {
        int kept = condition.select(batch, pairRows, table.rows(), pairTableRows, pairs);
        if (kept == 0) {
            return null;
        }
        int[] selected = condition.selected();
        int[] ids = new int[kept];
        for (int i = 0; i < kept; i++) {
            pairRows[i] = pairRows[selected[i]];
            ids[i] = pairTableRows[selected[i]];
            matched[pairRows[i]] = true;
        }
        Batch own = batch.take(pairRows, 0, kept);
        List<Column> columns = new ArrayList<>(own.columns());
        // What is not much longer than a batch is a dictionary of it; more would weigh on whoever takes the rows.
        boolean small = table.rows().rowCount() <= Batch.TARGET_ROWS;
        for (Column column : table.rows().columns()) {
            columns.add(small ? new DictionaryColumn(kept, ids, column) : column.take(ids, 0, kept));
        }
        return new Batch(kept, columns, own.rowKinds());
    }

    private Batch unmatched() {
        int[] rows = new int[batch.rowCount()];
        int count = 0;
        for (int i = 0; i < rows.length; i++) {
            rows[count] = i;
            count += matched[i] ? 0 : 1;
        }
        if (count == 0) {
            return null;
        }
        Batch own = batch.take(Arrays.copyOf(rows, count), 0, count);
        List<Column> columns = new ArrayList<>(own.columns());
        for (Field field : spec.tableFields()) {
            columns.add(new ConstantColumn(count, LiteralColumns.nullValue(field.type())));
        }
        return new Batch(count, columns, own.rowKinds());
    }

    @Override
    public Wait waitsFor() {
        if (batch == null || table != null) {
            return Wait.NONE;
        }
        CompletableFuture<?> copy = held.copy(System.nanoTime());
        return copy.isDone() ? Wait.OTHERS_TURN : Wait.until(copy);
    }

    @Override
    public boolean finished() {
        return ended && batch == null;
    }

    @Override
    public void close() {
        batch = null;
        table = null;
        held.close();
    }
}

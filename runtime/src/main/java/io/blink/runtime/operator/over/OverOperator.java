package io.blink.runtime.operator.over;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.RankLimit;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.over.call.Frame;
import io.blink.runtime.operator.over.call.OverCall;
import io.blink.runtime.operator.over.call.RankingCall;
import io.blink.runtime.operator.over.page.KeyChanges;
import io.blink.runtime.operator.over.page.OverRows;
import io.blink.runtime.operator.over.page.Page;
import io.blink.runtime.operator.over.page.Pages;
import io.blink.runtime.operator.over.page.Progress;
import io.blink.runtime.operator.rows.RowStore;
import io.blink.runtime.spill.SpillQueue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Adds the values of calls with OVER to sorted rows. Holds the rows that wait for others behind them, and those behind which others still look back. Small batches are put together, since work is
 * done by page.
 */
public final class OverOperator implements Operator {
    private static final int PAGE_ROWS_MIN = 1024;

    private enum State {
        /** Wants rows. */
        COLLECTING,
        /** Has a page in work that can go on without rows. */
        ANSWERING,
        /** Waits for a page on disk. */
        READING,
        /** Waits for pages to be written. */
        WRITING,
        DONE
    }

    private final OperatorContext context;
    private final OperatorMemory memory;
    private final SpillQueue queue;
    private final Pages pages;
    private final OverRows rows;
    private final KeyChanges partitionChanges;
    private final KeyChanges peerChanges;
    private final List<Frame> frames;
    private final List<OverCall> calls;
    private final RankLimit rankLimit;
    private final List<DataType> types;
    private final Deque<Batch> pending = new ArrayDeque<>();
    /** Rows of small batches. */
    private RowStore gathered;

    private State state = State.COLLECTING;
    private boolean ended;
    private boolean began;
    private long answered;
    private int framesDone;
    private boolean callsBegan;
    private int callsDone;
    private long accountedBytes;

    public OverOperator(OperatorSpec.OverWindow spec, OperatorContext context) {
        this.context = context;
        types = context.inputs().get(0).stream().map(Field::type).toList();
        memory = new OperatorMemory(context);
        queue = SpillQueue.of(context);
        pages = new Pages(context, memory, queue);
        rows = new OverRows(pages, context.functions());
        partitionChanges = new KeyChanges(spec.partitionKeys(), types);
        peerChanges = new KeyChanges(spec.order().stream().map(SortKey::column).toList(), types);
        OverCalls made = new OverCalls(spec, rows);
        frames = made.frames();
        calls = made.calls();
        rankLimit = spec.rankLimit();
        gathered = new RowStore(types);
    }

    @Override
    public boolean needsInput(int input) {
        return state == State.COLLECTING && pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() == 0) {
            return;
        }
        if (gathered.size() > 0 || batch.rowCount() < PAGE_ROWS_MIN) {
            gathered.append(batch.columns().toArray(Column[]::new), null, 0, batch.rowCount());
            if (gathered.size() >= PAGE_ROWS_MIN) {
                takeGathered();
            }
        } else {
            pending.addAll(pages.cut(batch));
        }
    }

    private void takeGathered() {
        int count = gathered.size();
        int[] all = new int[count];
        for (int i = 0; i < count; i++) {
            all[i] = i;
        }
        pending.addAll(pages.cut(new Batch(count, gathered.gather(all, 0, count))));
        gathered = new RowStore(types);
    }

    @Override
    public void endInput(int input) {
        if (gathered.size() > 0) {
            takeGathered();
        }
        ended = true;
    }

    @Override
    public Batch output() {
        queue.check();
        if (state == State.DONE) {
            return null;
        }
        if (memory.takeRevocation()) {
            pages.evictAll();
        }
        if (!admit()) {
            state = State.WRITING;
            return null;
        }
        return answer();
    }

    /** Makes pages of the rows that have come; false if too many are being written. */
    private boolean admit() {
        while (!pending.isEmpty()) {
            if (pages.busy()) {
                return false;
            }
            add(pending.poll());
        }
        if (ended && !rows.ended()) {
            rows.end();
        }
        return true;
    }

    private void add(Batch batch) {
        int count = batch.rowCount();
        boolean[] changed = new boolean[count];
        partitionChanges.mark(batch, changed);
        rows.partitions().append(changed, count);
        peerChanges.mark(batch, changed);
        rows.peers().append(changed, count);
        Page page = pages.add(batch);
        for (OverCall call : calls) {
            call.observe(page, batch);
        }
        account();
    }

    /** What is held beside pages is not spilled: pages make room for it, and what calls can make anew. */
    private void account() {
        long bytes = heldBytes();
        if (bytes > accountedBytes && !memory.tryGrow(bytes - accountedBytes)) {
            pages.evictAll();
            calls.forEach(OverCall::dropKept);
            bytes = heldBytes();
            memory.grow(Math.max(0, bytes - accountedBytes));
        }
        memory.shrink(Math.max(0, accountedBytes - bytes));
        accountedBytes = bytes;
    }

    private long heldBytes() {
        return rows.retainedBytes()
                + calls.stream().mapToLong(OverCall::retainedBytes).sum();
    }

    private Batch answer() {
        if (!began && !begin()) {
            return null;
        }
        rows.current().lookAhead(rows.ended());
        Progress progress = advance();
        if (progress == Progress.NEEDS_ROWS && rows.ended()) {
            throw new IllegalStateException(context.owner() + " waits for rows behind the last one");
        }
        state = switch (progress) {
            case NEEDS_PAGE -> State.READING;
            case NEEDS_ROWS -> State.COLLECTING;
            case UNDER_WAY, DONE -> State.ANSWERING;
        };
        if (progress == Progress.UNDER_WAY) {
            account();
        }
        if (progress != Progress.DONE) {
            return null;
        }
        Batch output = take();
        account();
        state = output == null ? State.ANSWERING : State.COLLECTING;
        return output;
    }

    private boolean begin() {
        if (answered == pages.known()) {
            state = rows.ended() ? State.DONE : State.COLLECTING;
            if (rows.ended()) {
                release();
            }
            return false;
        }
        Page page = pages.of(answered);
        Batch batch = pages.acquire(page);
        if (batch == null) {
            state = State.READING;
            return false;
        }
        pages.pin(page);
        rows.begin(page, batch);
        frames.forEach(Frame::begin);
        framesDone = 0;
        callsBegan = false;
        callsDone = 0;
        began = true;
        return true;
    }

    private Progress advance() {
        while (framesDone < frames.size()) {
            Progress progress = frames.get(framesDone).advance();
            if (progress != Progress.DONE) {
                return progress;
            }
            framesDone++;
        }
        if (!callsBegan) {
            calls.forEach(OverCall::begin);
            callsBegan = true;
        }
        while (callsDone < calls.size()) {
            Progress progress = calls.get(callsDone).advance();
            if (progress != Progress.DONE) {
                return progress;
            }
            callsDone++;
        }
        return Progress.DONE;
    }

    /** The current page with its values; {@code null} if no row of it is within the limit. */
    private Batch take() {
        List<Column> columns = new ArrayList<>(rows.current().batch().columns());
        calls.forEach(call -> columns.add(call.result()));
        Batch output = new Batch(rows.current().rows(), columns);
        if (rankLimit != null) {
            output = withinLimit(output);
        }
        answered = rows.current().end();
        began = false;
        forget();
        return output;
    }

    private Batch withinLimit(Batch batch) {
        int count = batch.rowCount();
        long[] ranks = ((RankingCall) calls.get(rankLimit.call())).ranks(count);
        int[] positions = new int[count];
        int kept = 0;
        for (int i = 0; i < count; i++) {
            positions[kept] = i;
            kept += ranks[i] <= rankLimit.limit() ? 1 : 0;
        }
        return kept == 0 ? null : kept == count ? batch : batch.take(positions, 0, kept);
    }

    private void forget() {
        pages.pin(null);
        long from = answered;
        for (OverCall call : calls) {
            from = Math.min(from, call.neededFrom());
        }
        for (Frame frame : frames) {
            from = Math.min(from, frame.neededFrom());
        }
        pages.forgetBefore(from);
        long marksFrom = Math.min(from, rows.current().lastPartitionStart());
        rows.partitions().forgetBefore(marksFrom);
        rows.peers().forgetBefore(marksFrom);
        for (OverCall call : calls) {
            call.forgetBefore(marksFrom);
            call.forgetBeforePage(pages.firstNumber());
        }
    }

    private void release() {
        memory.setRevocable(0);
        pages.forgetBefore(Long.MAX_VALUE);
        memory.shrink(accountedBytes);
        accountedBytes = 0;
        queue.close();
    }

    @Override
    public Wait waitsFor() {
        return switch (state) {
            case READING -> pages.waitsFor();
            case WRITING -> queue.untilDone().orOthersTurn();
            case ANSWERING -> Wait.OTHERS_TURN;
            case COLLECTING, DONE -> Wait.NONE;
        };
    }

    @Override
    public boolean finished() {
        return state == State.DONE;
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        state = State.DONE;
        pending.clear();
        memory.close();
        queue.close();
    }
}

package io.blink.runtime.operator.scan;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Expression;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.PredicateCompiler;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.RowPredicate;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReaders;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.control.SplitState;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.operator.CheckpointListener;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.SplitBrake;
import io.blink.runtime.operator.SplitOrigins;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.WatermarkSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads the splits that the job master gives this task: in a batch, and where a stream's splits end and stand in an order ({@link Split#floorMicros}), one after the other, the next one asked for
 * and opened while the current is read; else in a stream all at once, in turn. Splits that stand in an order make the watermark: it goes to the lowest time that a row of theirs, or of those that
 * the job master will hand out, may have. Where joins of the task know which rows they can use, it waits for what they say and leaves the others out. A request is repeated until it is answered; an answer that comes twice counts once. Splits restored from a checkpoint come before any request.
 */
public final class ScanOperator implements Operator, SplitOrigins, WatermarkSource, CheckpointListener {
    private static final long REQUEST_REPEAT_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long EMPTY_ANSWER_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final int MANY_SPLITS = 1024;
    private static final int ORDERED_OPEN_SPLITS = 2;
    private static final int CHECKPOINTS_KEPT = 16;

    /** Read and not yet taken, all open splits together. */
    private static final long AHEAD_BYTES_MAX = 8L << 20;

    /** @param position where to start, or {@code null} */
    private record Unopened(Split split, String position) {}

    private final OperatorContext context;
    private final SplitReaders readers;
    private final SplitRequester requester;
    private final ConcurrentLinkedQueue<SplitAssignment> answers = new ConcurrentLinkedQueue<>();
    private final ArrayDeque<Unopened> unopened = new ArrayDeque<>();
    private final List<OpenSplit> open = new ArrayList<>();
    private final List<PendingKeyFilter> pendingFilters;
    /** {@code null}: not all are decided. */
    private List<KeyFilter> keyFilters;

    /** Of the splits that were open, by checkpoints that are not known to be complete. */
    private final TreeMap<Long, Map<OpenSplit, String>> positions = new TreeMap<>();

    private boolean passesNothing;
    /** Whether splits are read one after the other. */
    private boolean ordered;
    /** Of splits that the job master hands out later; {@link Long#MIN_VALUE}: it has not said. */
    private long laterFloorMicros = Long.MIN_VALUE;

    private long watermarkMicros = Long.MIN_VALUE;
    private CompletableFuture<Void> changed = new CompletableFuture<>();
    private volatile int openCount;
    private long requestId;
    private long answeredRequestId;
    private long requestedNanos;
    private long nextRequestNanos = Long.MAX_VALUE;
    private boolean noMoreSplits;
    private int turn;
    private int lastNumber;
    private int origin;
    private List<Integer> openSplits = List.of();
    private final List<SplitBrake> brakes = new ArrayList<>();
    /** Of splits that were read to their end. */
    private ScanFigures figures = ScanFigures.NONE;
    /** Since when there has been nothing to take; 0: there was. */
    private long waitingSinceNanos;

    private long waitNanos;
    private long heldBytesMost;

    /** @param pendingFilters what joins of the same task will say; no split is opened before */
    public ScanOperator(
            OperatorContext context,
            Connector connector,
            SplitRequester requester,
            List<PendingKeyFilter> pendingFilters) {
        this.context = context;
        this.readers =
                connector.readers(((OperatorSpec.TableScan) context.node().spec()).scan());
        this.requester = requester;
        this.pendingFilters = List.copyOf(pendingFilters);
        this.keyFilters = pendingFilters.isEmpty() ? List.of() : null;
        this.ordered = context.mode() == ExecutionMode.BATCH;
        pendingFilters.forEach(pending -> pending.listener(this::signal));
    }

    /** Goes on from a checkpoint; before the first {@link #output}. */
    public void restore(List<SplitState> splits, long lastAnsweredRequestId) {
        for (SplitState state : splits) {
            String position = state.getPosition().isEmpty() ? null : state.getPosition();
            enqueue(split(state.getSplit()), position);
        }
        requestId = lastAnsweredRequestId;
        answeredRequestId = lastAnsweredRequestId;
    }

    /** Splits that it holds are not read on; before the first {@link #output}. */
    public void brake(SplitBrake brake) {
        brakes.add(brake);
        brake.listener(this::signal);
    }

    /** Any thread: the job master's answer. */
    public void assign(SplitAssignment assignment) {
        answers.add(assignment);
        signal();
    }

    /** Any thread: {@link #output} may give something. */
    private void signal() {
        CompletableFuture<Void> event;
        synchronized (this) {
            event = changed;
            changed = new CompletableFuture<>();
        }
        event.complete(null);
    }

    private synchronized CompletableFuture<Void> nextChange() {
        return changed;
    }

    private static Split split(SplitMessage message) {
        return new Split(
                message.getId(),
                message.getJson(),
                message.getBytes(),
                message.getHostsList(),
                message.hasFloorMicros() ? message.getFloorMicros() : null);
    }

    private void enqueue(Split split, String position) {
        unopened.add(new Unopened(split, position));
        ordered |= split.floorMicros() != null;
    }

    private OpenSplit openable(Unopened next) {
        Split split = next.split();
        String position = next.position();
        // A stream's checkpoints hold positions of readers that count the rows they return.
        PredicateCompiler predicates = context.mode() == ExecutionMode.BATCH ? this::predicate : null;
        List<KeyFilter> filters = keyFilters;
        ReaderContext readerContext =
                new ReaderContext(split, position, context.timeZone(), predicates, filters, context.ioExecutor());
        return new OpenSplit(
                ++lastNumber,
                split,
                position,
                () -> FilteredSplitReader.of(readers.open(readerContext), filters),
                context.ioExecutor(),
                () -> AHEAD_BYTES_MAX / Math.max(1, openCount),
                this::signal);
    }

    private RowPredicate predicate(Expression condition) {
        EvaluationContext evaluation = context.evaluation();
        return ExpressionCompiler.compilePredicate(condition, evaluation)::select;
    }

    @Override
    public boolean needsInput(int input) {
        return false;
    }

    @Override
    public void addInput(int input, Batch batch) {
        throw new IllegalStateException("a scan has no input");
    }

    @Override
    public void endInput(int input) {
        throw new IllegalStateException("a scan has no input");
    }

    @Override
    public Batch output() {
        Batch batch = next();
        if (batch != null) {
            waitNanos += waitingSinceNanos == 0 ? 0 : System.nanoTime() - waitingSinceNanos;
            waitingSinceNanos = 0;
        } else if (waitingSinceNanos == 0 && !open.isEmpty()) {
            waitingSinceNanos = System.nanoTime();
        }
        return batch;
    }

    private Batch next() {
        takeAnswers();
        openMore();
        requestSplits();
        refreshBrakes();
        for (int i = 0; i < open.size(); i++) {
            turn = turn + 1 >= open.size() ? 0 : turn + 1;
            OpenSplit current = open.get(ordered ? 0 : turn);
            if (isHeld(current)) {
                continue;
            }
            Batch batch = poll(current);
            if (batch != null) {
                origin = current.number();
                return batch;
            }
            if (current.ended()) {
                figures = figures.plus(current.figures());
                noteHeldBytes();
                current.close();
                open.remove(current);
                openChanged();
                openMore();
                requestSplits();
                refreshBrakes();
                i = -1;
            } else if (ordered) {
                return null;
            }
        }
        return null;
    }

    private void refreshBrakes() {
        for (SplitBrake brake : brakes) {
            brake.refresh(openSplits);
        }
    }

    private boolean isHeld(OpenSplit split) {
        for (SplitBrake brake : brakes) {
            if (brake.holds(split.number())) {
                return true;
            }
        }
        return false;
    }

    private Batch poll(OpenSplit split) {
        Batch batch = null;
        do {
            batch = polled(split);
        } while (batch != null && batch.rowCount() == 0);
        return batch;
    }

    private Batch polled(OpenSplit split) {
        try {
            return split.poll();
        } catch (BlinkException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new BlinkException(
                    RuntimeErrorCode.TASK_FAILED,
                    context.owner() + " cannot read split " + split.split().id() + ": " + e,
                    e);
        }
    }

    private void takeAnswers() {
        for (SplitAssignment answer = answers.poll(); answer != null; answer = answers.poll()) {
            if (answer.getRequestId() == requestId && answeredRequestId < requestId) {
                answeredRequestId = requestId;
                answer.getSplitsList().forEach(message -> enqueue(split(message), null));
                noMoreSplits |= answer.getNoMoreSplits();
                laterFloorMicros = answer.hasFloorMicros() ? answer.getFloorMicros() : Long.MIN_VALUE;
                // A task may hear of the order before it gets a split, or never get one.
                ordered |= answer.hasFloorMicros();
                boolean empty = answer.getSplitsCount() == 0 && !noMoreSplits;
                nextRequestNanos = empty ? System.nanoTime() + EMPTY_ANSWER_PAUSE_NANOS : Long.MAX_VALUE;
            }
        }
    }

    /** Asks when what is here will soon be read; repeats an unanswered request, since it or its answer may be lost. */
    private void requestSplits() {
        long now = System.nanoTime();
        boolean waiting = answeredRequestId < requestId;
        boolean wanted = !noMoreSplits && (!ordered || unopened.isEmpty());
        if (waiting && now - requestedNanos < REQUEST_REPEAT_NANOS) {
            return;
        }
        boolean paused = nextRequestNanos != Long.MAX_VALUE && now < nextRequestNanos;
        if (waiting || (wanted && !paused)) {
            requestId += waiting ? 0 : 1;
            requestedNanos = now;
            nextRequestNanos = Long.MAX_VALUE;
            boolean many = context.mode() == ExecutionMode.STREAMING || passesNothing;
            requester.request(requestId, many ? MANY_SPLITS : 1);
        }
    }

    private void openMore() {
        int limit = ordered ? ORDERED_OPEN_SPLITS : Integer.MAX_VALUE;
        if (!filtersDecided()) {
            return;
        }
        if (passesNothing) {
            unopened.forEach(split -> figures = figures.plus(ScanFigures.SKIPPED_SPLIT));
            unopened.clear();
        }
        while (open.size() < limit && !unopened.isEmpty()) {
            OpenSplit next = openable(unopened.poll());
            open.add(next);
            openChanged();
            next.advance();
        }
    }

    private boolean filtersDecided() {
        if (keyFilters == null && pendingFilters.stream().allMatch(PendingKeyFilter::isDecided)) {
            keyFilters = pendingFilters.stream()
                    .map(PendingKeyFilter::filter)
                    .filter(Objects::nonNull)
                    .toList();
            passesNothing = keyFilters.stream().anyMatch(KeyFilter::passesNothing);
        }
        return keyFilters != null;
    }

    private void openChanged() {
        openCount = open.size();
        // The next of an order is open ahead of its turn, and its rows come when those of the first are over.
        openSplits = open.stream()
                .limit(ordered ? 1 : open.size())
                .map(OpenSplit::number)
                .toList();
    }

    @Override
    public int origin() {
        return origin;
    }

    @Override
    public List<Integer> openSplits() {
        return openSplits;
    }

    @Override
    public long watermarkMicros() {
        if (ordered && laterFloorMicros > watermarkMicros) {
            long lowest = laterFloorMicros;
            for (OpenSplit split : open) {
                lowest = Math.min(lowest, floor(split.split()));
            }
            for (Unopened next : unopened) {
                lowest = Math.min(lowest, floor(next.split()));
            }
            watermarkMicros = Math.max(watermarkMicros, lowest);
        }
        return watermarkMicros;
    }

    private static long floor(Split split) {
        return split.floorMicros() == null ? Long.MIN_VALUE : split.floorMicros();
    }

    @Override
    public void origin(int split, List<Integer> openSplits) {
        throw new IllegalStateException("a scan has no input");
    }

    @Override
    public boolean idle(long nowNanos) {
        return false;
    }

    @Override
    public boolean finished() {
        return noMoreSplits && unopened.isEmpty() && open.isEmpty();
    }

    @Override
    public Wait waitsFor() {
        CompletableFuture<Void> change = nextChange();
        if (finished()) {
            return Wait.NONE;
        }
        long atNanos = answeredRequestId < requestId ? requestedNanos + REQUEST_REPEAT_NANOS : nextRequestNanos;
        int read = ordered ? Math.min(1, open.size()) : open.size();
        for (int i = 0; i < read; i++) {
            OpenSplit split = open.get(i);
            if (isHeld(split)) {
                continue;
            }
            atNanos = split.hasSomething() ? Long.MIN_VALUE : Math.min(atNanos, split.retryNanos());
        }
        return new Wait(change, answers.isEmpty() ? atNanos : Long.MIN_VALUE);
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        takeAnswers();
        List<SplitState> splits = new ArrayList<>();
        open.stream().filter(split -> !split.ended()).forEach(split -> splits.add(split.state()));
        unopened.forEach(next -> splits.add(OpenSplit.state(next.split(), next.position())));
        keepPositions(checkpointId);
        return new ScanSnapshot(splits, answeredRequestId);
    }

    private void keepPositions(long checkpointId) {
        Map<OpenSplit, String> kept = new HashMap<>();
        open.forEach(split -> {
            if (split.position() != null) {
                kept.put(split, split.position());
            }
        });
        positions.put(checkpointId, kept);
        if (positions.size() > CHECKPOINTS_KEPT) {
            positions.pollFirstEntry();
        }
    }

    @Override
    public void checkpointCompleted(long checkpointId) {
        Map<OpenSplit, String> kept = positions.get(checkpointId);
        if (kept != null) {
            kept.forEach(OpenSplit::completed);
        }
        positions.headMap(checkpointId, true).clear();
    }

    private void noteHeldBytes() {
        heldBytesMost = Math.max(
                heldBytesMost, open.stream().mapToLong(OpenSplit::heldBytesMost).sum());
    }

    @Override
    public OperatorStatistics statistics() {
        noteHeldBytes();
        ScanFigures all = figures;
        for (OpenSplit split : open) {
            all = all.plus(split.figures());
        }
        return new OperatorStatistics(heldBytesMost, 0, 0, all.withTimes(0, waitNanos));
    }

    @Override
    public void close() {
        open.forEach(OpenSplit::close);
        open.clear();
        unopened.clear();
    }
}

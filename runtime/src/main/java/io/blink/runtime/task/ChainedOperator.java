package io.blink.runtime.task;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorNode;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.runtime.control.OperatorProgress;
import io.blink.runtime.control.ScanMessages;
import io.blink.runtime.exchange.Element;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.SplitOrigins;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.WatermarkSource;
import java.util.Arrays;
import java.util.List;

/**
 * One operator in its place in a task: its inputs, what it emits to, and the control events that pass it. Watermarks and barriers are combined over the inputs and
 * handed on only when the operator has emitted everything that came before. Used by the driver's thread; the counters are read by others, who may see slightly
 * old values.
 */
final class ChainedOperator {
    /** Takes what the operator emits: the next operators, or the task's outputs. */
    interface Downstream {
        boolean hasRoom();

        void rows(Batch batch);

        void control(Element control);

        /** Whether nobody wants any more rows. */
        boolean abandoned();
    }

    /** Is told when the operator has reached a barrier, before the barrier goes on. */
    interface BarrierListener {
        void reached(ChainedOperator operator, Element.Barrier barrier);
    }

    private final OperatorNode node;
    private final Operator operator;
    private final List<? extends ElementSource> inputs;
    private final Downstream downstream;
    private final BarrierListener barriers;
    private final Element[] heads;
    private final boolean[] inputEnded;
    private final boolean[] inputIdle;
    private final boolean[] inputAligned;
    private final long[] inputWatermarks;
    private Element.Barrier aligning;
    private Element.Barrier sourceBarrier;
    /** The checkpoint behind which this source emits nothing, 0: none. */
    private long stoppedBehind;

    private long lastCheckpointId;
    private Element.Barrier pendingBarrier;
    private long pendingWatermark = Long.MIN_VALUE;
    private long passedWatermark = Long.MIN_VALUE;
    private boolean idlePending;
    private int lastOrigin;
    private List<Integer> lastOpenSplits;
    private boolean sentIdle;
    private Batch pending;
    private boolean ended;
    private Wait wait = Wait.NONE;
    private int turn;

    private volatile long watermark = Long.MIN_VALUE;
    private volatile long rowsIn;
    private volatile long rowsOut;
    private volatile long busyNanos;
    private volatile OperatorStatistics lastStatistics = OperatorStatistics.NONE;

    ChainedOperator(
            OperatorNode node,
            Operator operator,
            List<? extends ElementSource> inputs,
            Downstream downstream,
            BarrierListener barriers) {
        this.node = node;
        this.operator = operator;
        this.inputs = inputs;
        this.downstream = downstream;
        this.barriers = barriers;
        heads = new Element[inputs.size()];
        inputEnded = new boolean[inputs.size()];
        inputIdle = new boolean[inputs.size()];
        inputAligned = new boolean[inputs.size()];
        inputWatermarks = new long[inputs.size()];
        Arrays.fill(inputWatermarks, Long.MIN_VALUE);
    }

    OperatorNode node() {
        return node;
    }

    Operator operator() {
        return operator;
    }

    boolean ended() {
        return ended;
    }

    boolean isSource() {
        return inputs.isEmpty();
    }

    /** What the operator waits for, when the last {@link #step} did nothing. */
    Wait waitsFor() {
        return wait;
    }

    /** When to step though nothing comes. */
    long wakeNanos() {
        // Output that finds no room waits for room alone.
        return ended || pending != null ? Long.MAX_VALUE : operator.wakeNanos();
    }

    /** A checkpoint begins at this operator, which has no inputs. */
    void injectBarrier(Element.Barrier barrier) {
        if (!ended && barrier.checkpointId() > lastCheckpointId) {
            sourceBarrier = barrier;
        }
    }

    /** The checkpoint will not complete: a source that stopped behind its barrier goes on. */
    void checkpointAborted(long checkpointId) {
        if (stoppedBehind <= checkpointId) {
            stoppedBehind = 0;
        }
    }

    /** One bounded piece of work; false if there is none to do now. */
    boolean step(long nowNanos) {
        if (ended) {
            return false;
        }
        wait = Wait.NONE;
        if (pending != null) {
            return deliver();
        }
        if (downstream.abandoned()) {
            end();
            return true;
        }
        if (isSource() && sourceBarrier != null) {
            passSourceBarrier();
            return true;
        }
        if (stoppedBehind > 0) {
            return false;
        }
        // What a source knows of the rows to come need not wait until there are none.
        if (isSource() && passGeneratedWatermark(nowNanos)) {
            return true;
        }
        Batch output = operator.output();
        if (output != null) {
            passOrigin();
            pending = output;
            rowsOut += output.rowCount();
            deliver();
            return true;
        }
        boolean moved = passGeneratedWatermark(nowNanos);
        Wait operatorWait = operator.waitsFor();
        if (!operatorWait.isNone()) {
            wait = operatorWait;
            return takesInputWhileWaiting() && takeInput() || moved;
        }
        if (passPending()) {
            return true;
        }
        if (operator.finished()) {
            end();
            return true;
        }
        return takeInput() || moved;
    }

    /** What comes behind a control event waits until that has passed. */
    private boolean takesInputWhileWaiting() {
        return operator.takesInputWhileWaiting()
                && pendingBarrier == null
                && pendingWatermark <= passedWatermark
                && !idlePending;
    }

    private void passSourceBarrier() {
        Element.Barrier barrier = sourceBarrier;
        sourceBarrier = null;
        if (barrier.drain()) {
            watermark = Long.MAX_VALUE;
            downstream.control(new Element.Watermark(watermark));
        }
        stoppedBehind = barrier.stop() ? barrier.checkpointId() : 0;
        pass(barrier);
    }

    private void passOrigin() {
        if (operator instanceof SplitOrigins origins
                && (origins.origin() != lastOrigin || origins.openSplits() != lastOpenSplits)) {
            lastOrigin = origins.origin();
            lastOpenSplits = origins.openSplits();
            downstream.control(new Element.Origin(lastOrigin, lastOpenSplits));
        }
    }

    private boolean deliver() {
        if (!downstream.hasRoom()) {
            return false;
        }
        downstream.rows(pending);
        sentIdle = false;
        pending = null;
        return true;
    }

    private boolean passGeneratedWatermark(long nowNanos) {
        if (!(operator instanceof WatermarkSource source)) {
            return false;
        }
        if (source.watermarkMicros() > watermark) {
            watermark = source.watermarkMicros();
            sentIdle = false;
            downstream.control(new Element.Watermark(watermark));
            return true;
        }
        if (!sentIdle && source.idle(nowNanos)) {
            sentIdle = true;
            downstream.control(Element.idle());
            return true;
        }
        return false;
    }

    /** Control events go on once the operator has emitted what belongs before them. */
    private boolean passPending() {
        if (pendingWatermark > passedWatermark) {
            passedWatermark = pendingWatermark;
            passWatermark();
            return true;
        }
        if (idlePending) {
            idlePending = false;
            if (!(operator instanceof WatermarkSource) && !sentIdle) {
                sentIdle = true;
                downstream.control(Element.idle());
            }
            return true;
        }
        if (pendingBarrier != null) {
            Element.Barrier barrier = pendingBarrier;
            pendingBarrier = null;
            pass(barrier);
            return true;
        }
        return false;
    }

    private void passWatermark() {
        boolean last = passedWatermark == Long.MAX_VALUE;
        long delay = operator.watermarkDelayMicros();
        if (!last && delay == Long.MAX_VALUE) {
            return;
        }
        long delayed = last ? passedWatermark : passedWatermark - delay;
        if (delayed > watermark) {
            watermark = delayed;
            sentIdle = false;
            downstream.control(new Element.Watermark(watermark));
        }
    }

    private void pass(Element.Barrier barrier) {
        lastCheckpointId = barrier.checkpointId();
        barriers.reached(this, barrier);
        downstream.control(barrier);
    }

    private boolean takeInput() {
        for (int i = 0; i < heads.length; i++) {
            int input = turn;
            turn = turn + 1 == heads.length ? 0 : turn + 1;
            if (takeInput(input)) {
                return true;
            }
        }
        return false;
    }

    private boolean takeInput(int input) {
        if (inputEnded[input] || inputAligned[input]) {
            return false;
        }
        if (heads[input] == null) {
            heads[input] = inputs.get(input).poll();
        }
        Element head = heads[input];
        if (head == null || (head instanceof Element.Rows && !operator.needsInput(input))) {
            return false;
        }
        heads[input] = null;
        if (head instanceof Element.Rows rows) {
            inputIdle[input] = false;
            rowsIn += rows.batch().rowCount();
            operator.addInput(input, rows.batch());
        } else {
            control(input, head);
        }
        return true;
    }

    private void control(int input, Element element) {
        if (element instanceof Element.Watermark received) {
            inputIdle[input] = false;
            inputWatermarks[input] = Math.max(inputWatermarks[input], received.micros());
            combineWatermarks();
        } else if (element instanceof Element.Idle) {
            inputIdle[input] = true;
            combineWatermarks();
        } else if (element instanceof Element.Origin origin) {
            passOn(origin);
        } else if (element instanceof Element.Barrier barrier) {
            align(input, barrier);
        } else if (element instanceof Element.End) {
            inputEnded[input] = true;
            operator.endInput(input);
            completeAlignment();
            combineWatermarks();
        }
    }

    /** Rows of several inputs have no origin. */
    private void passOn(Element.Origin origin) {
        if (operator instanceof WatermarkSource source) {
            source.origin(origin.split(), origin.open());
        } else if (inputs.size() == 1) {
            downstream.control(origin);
        }
    }

    private void combineWatermarks() {
        long lowest = Long.MAX_VALUE;
        boolean anyActive = false;
        boolean anyIdle = false;
        for (int i = 0; i < inputWatermarks.length; i++) {
            anyIdle |= !inputEnded[i] && inputIdle[i];
            if (!inputEnded[i] && !inputIdle[i]) {
                anyActive = true;
                lowest = Math.min(lowest, inputWatermarks[i]);
            }
        }
        if (!anyActive) {
            idlePending = anyIdle;
        } else if (lowest > pendingWatermark && (!(operator instanceof WatermarkSource) || lowest == Long.MAX_VALUE)) {
            // The end of event time is nobody's to delay.
            pendingWatermark = lowest;
            operator.watermark(lowest);
        }
    }

    private void align(int input, Element.Barrier barrier) {
        long current = aligning == null ? lastCheckpointId : aligning.checkpointId();
        if (barrier.checkpointId() < current || (aligning == null && barrier.checkpointId() == current)) {
            return;
        }
        if (barrier.checkpointId() > current) {
            Arrays.fill(inputAligned, false);
        }
        aligning = barrier;
        inputAligned[input] = true;
        completeAlignment();
    }

    private void completeAlignment() {
        if (aligning == null) {
            return;
        }
        for (int i = 0; i < inputAligned.length; i++) {
            if (!inputAligned[i] && !inputEnded[i]) {
                return;
            }
        }
        pendingBarrier = aligning;
        aligning = null;
        Arrays.fill(inputAligned, false);
        operator.beforeSnapshot();
    }

    private void end() {
        ended = true;
        lastStatistics = operator.statistics();
        inputs.forEach(ElementSource::close);
        downstream.control(Element.end());
    }

    /** Driver's thread: makes the operator's own counts visible to {@link #progress}. */
    void refreshStatistics() {
        if (!ended) {
            lastStatistics = operator.statistics();
        }
    }

    void closeInputs() {
        if (!ended) {
            inputs.forEach(ElementSource::close);
        }
    }

    void close() {
        operator.close();
    }

    void addBusyNanos(long nanos) {
        busyNanos += nanos;
    }

    OperatorProgress progress() {
        OperatorStatistics statistics = lastStatistics;
        OperatorProgress.Builder progress = OperatorProgress.newBuilder()
                .setOperatorId(node.id())
                .setRowsIn(rowsIn)
                .setRowsOut(rowsOut)
                .setBusyNanos(busyNanos)
                .setMemoryBytesPeak(statistics.memoryBytesPeak())
                .setSpilledBytes(statistics.spilledBytes())
                .setLateRowsDropped(statistics.lateRowsDropped())
                .setWatermarkMicros(watermark);
        if (!statistics.scan().equals(ScanFigures.NONE)) {
            progress.setScan(ScanMessages.of(statistics.scan()));
        }
        return progress.build();
    }
}

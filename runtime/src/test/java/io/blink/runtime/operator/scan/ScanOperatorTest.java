package io.blink.runtime.operator.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.testing.connector.PartialConnector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanOperatorTest {
    private static final ConnectorHandle HANDLE = new ConnectorHandle("empty", 1, "{}");

    @TempDir
    private Path directory;

    @Test
    void asksForMoreWhenASplitEndsInTheCallThatOpensIt() {
        OperatorSpec spec = new OperatorSpec.TableScan(HANDLE);
        List<Long> requests = new ArrayList<>();
        try (OperatorRig rig = new OperatorRig(
                        spec, List.of(), List.of(DataType.of(TypeKind.INT)), 1 << 20, directory, new Random(1));
                ScanOperator scan = new ScanOperator(
                        readingAtOnce(rig.context()),
                        new EmptySplits(),
                        (requestId, maxSplits) -> requests.add(requestId),
                        List.of())) {
            assertThat(scan.output()).isNull();
            scan.assign(answer(1, "a").build());
            assertThat(scan.output()).isNull();
            assertThat(requests).containsExactly(1L, 2L);

            scan.assign(answer(2, "b").setNoMoreSplits(true).build());
            assertThat(scan.output()).isNull();
            assertThat(scan.finished()).isTrue();
            assertThat(requests).containsExactly(1L, 2L);
        }
    }

    @Test
    void splitsThatStandInAnOrderAreReadInItAndMakeTheWatermark() {
        OperatorSpec spec = new OperatorSpec.TableScan(HANDLE);
        List<String> opened = new ArrayList<>();
        try (OperatorRig rig = new OperatorRig(
                        spec, List.of(), List.of(DataType.of(TypeKind.INT)), 1 << 20, directory, new Random(1));
                ScanOperator scan = new ScanOperator(
                        streaming(rig.context()), new OneRowSplits(opened), (requestId, maxSplits) -> {}, List.of())) {
            assertThat(scan.output()).isNull();
            scan.assign(SplitAssignment.newBuilder()
                    .setRequestId(1)
                    .setFloorMicros(50)
                    .addAllSplits(List.of(ordered("a", 10), ordered("b", 20), ordered("c", 20), ordered("d", 30)))
                    .build());
            assertThat(scan.watermarkMicros()).isEqualTo(Long.MIN_VALUE);

            assertThat(scan.output().rowCount()).isEqualTo(1);
            assertThat(opened).containsExactly("a", "b");
            assertThat(scan.openSplits()).containsExactly(scan.origin());
            assertThat(scan.watermarkMicros()).isEqualTo(10);

            assertThat(scan.output().rowCount()).isEqualTo(1);
            assertThat(scan.watermarkMicros()).isEqualTo(20);
            assertThat(opened).containsExactly("a", "b", "c");
            OperatorSnapshot snapshot = scan.snapshot(1);
            assertThat(((ScanSnapshot) snapshot).splits())
                    .extracting(state -> state.getSplit().getId() + "@" + state.getPosition())
                    .containsExactly("c@", "d@");

            try (ScanOperator restored = new ScanOperator(
                    streaming(rig.context()), new OneRowSplits(opened), (requestId, maxSplits) -> {}, List.of())) {
                restored.restore(((ScanSnapshot) snapshot).splits(), 1);
                assertThat(restored.output().rowCount()).isEqualTo(1);
                assertThat(restored.watermarkMicros()).isEqualTo(Long.MIN_VALUE);
                assertThat(restored.output().rowCount()).isEqualTo(1);
                assertThat(restored.output()).isNull();
                restored.assign(SplitAssignment.newBuilder()
                        .setRequestId(2)
                        .setFloorMicros(60)
                        .build());
                assertThat(restored.output()).isNull();
                assertThat(restored.watermarkMicros()).isEqualTo(60);
                assertThat(restored.finished()).isFalse();
            }
        }
    }

    @Test
    void taskWithoutSplitsHasTheWatermarkThatItHears() {
        OperatorSpec spec = new OperatorSpec.TableScan(HANDLE);
        try (OperatorRig rig = new OperatorRig(
                        spec, List.of(), List.of(DataType.of(TypeKind.INT)), 1 << 20, directory, new Random(1));
                ScanOperator scan = new ScanOperator(
                        streaming(rig.context()),
                        new OneRowSplits(new ArrayList<>()),
                        (requestId, maxSplits) -> {},
                        List.of())) {
            assertThat(scan.output()).isNull();
            scan.assign(SplitAssignment.newBuilder()
                    .setRequestId(1)
                    .setFloorMicros(50)
                    .build());
            assertThat(scan.output()).isNull();
            assertThat(scan.watermarkMicros()).isEqualTo(50);
        }
    }

    private static SplitMessage ordered(String split, long floorMicros) {
        return SplitMessage.newBuilder()
                .setId(split)
                .setJson("{}")
                .setFloorMicros(floorMicros)
                .build();
    }

    /** What an I/O thread would do is done before the call that asks for it returns. */
    private static OperatorContext readingAtOnce(OperatorContext context) {
        return readingAtOnce(context, context.mode());
    }

    private static OperatorContext streaming(OperatorContext context) {
        return readingAtOnce(context, ExecutionMode.STREAMING);
    }

    private static OperatorContext readingAtOnce(OperatorContext context, ExecutionMode mode) {
        return new OperatorContext(
                context.jobId(),
                context.node(),
                context.inputs(),
                context.vertexId(),
                context.subtask(),
                context.attempt(),
                context.term(),
                context.parallelism(),
                context.keyGroups(),
                mode,
                context.memory(),
                context.spillFiles(),
                Runnable::run,
                context.timeZone(),
                context.statementStartMicros(),
                context.userFunctions());
    }

    private static SplitAssignment.Builder answer(long requestId, String split) {
        return SplitAssignment.newBuilder()
                .setRequestId(requestId)
                .addSplits(SplitMessage.newBuilder().setId(split).setJson("{}"));
    }

    /** Splits of one row. */
    private static final class OneRowSplits extends PartialConnector {
        private final List<String> opened;

        private OneRowSplits(List<String> opened) {
            super("row");
            this.opened = opened;
        }

        @Override
        public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
            opened.add(context.split().id());
            return new SplitReader() {
                private boolean read;

                @Override
                public boolean blocking() {
                    return true;
                }

                @Override
                public Batch next(int maxRows) {
                    read = true;
                    return new Batch(1, List.of(new IntColumn(1, new int[] {1}, null)));
                }

                @Override
                public boolean finished() {
                    return read;
                }

                @Override
                public String position() {
                    return read ? "1" : "0";
                }

                @Override
                public void close() {}
            };
        }
    }

    /** Splits whose rows are all left out. */
    private static final class EmptySplits extends PartialConnector {
        private EmptySplits() {
            super("empty");
        }

        @Override
        public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
            return new SplitReader() {
                @Override
                public boolean blocking() {
                    return true;
                }

                @Override
                public Batch next(int maxRows) {
                    return null;
                }

                @Override
                public boolean finished() {
                    return true;
                }

                @Override
                public String position() {
                    return null;
                }

                @Override
                public void close() {}
            };
        }
    }
}

package io.blink.runtime.operator.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.SplitMessage;
import io.blink.runtime.operator.OperatorContext;
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

    /** What an I/O thread would do is done before the call that asks for it returns. */
    private static OperatorContext readingAtOnce(OperatorContext context) {
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
                context.mode(),
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

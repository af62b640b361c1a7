package io.blink.runtime.operator.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.testing.connector.PartialConnector;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows become files, and descriptions of files go ahead of the barrier of their checkpoint. */
class StagingOperatorTest {
    private static final ConnectorHandle SINK = new ConnectorHandle("counting", 1, "{}");

    @TempDir
    Path directory;

    private final CompletableFuture<Boolean> completed = new CompletableFuture<>();
    private boolean broken;
    private OperatorRig rig;
    private StagingOperator operator;

    /** Prepares how many rows came. */
    private final class CountingConnector extends PartialConnector {
        CountingConnector() {
            super("counting");
        }

        @Override
        public TableWriter writer(ConnectorHandle sink, WriterContext context) {
            return new TableWriter() {
                private long rows;
                private boolean aborted;

                @Override
                public void write(Batch batch) {
                    if (broken) {
                        throw new IllegalStateException("the disk is gone");
                    }
                    rows += batch.rowCount();
                }

                @Override
                public List<Committable> prepare(long checkpointId) {
                    long count = rows;
                    rows = 0;
                    return count == 0 ? List.of() : List.of(new Committable("checkpoint " + checkpointId, count));
                }

                @Override
                public String mergeGroup(Committable prepared) {
                    return "group of " + prepared.rows();
                }

                @Override
                public void abort() {
                    aborted = true;
                }

                @Override
                public void close() {
                    completed.complete(!aborted);
                }
            };
        }
    }

    @BeforeEach
    void open() {
        rig = new OperatorRig(
                new OperatorSpec.TableStage(SINK),
                List.of(List.of(DataType.of(TypeKind.BIGINT))),
                List.of(),
                1 << 20,
                directory,
                new Random(1));
        operator = new StagingOperator(rig.context(), new WriteOperator(rig.context(), new CountingConnector(), SINK));
    }

    @AfterEach
    void close() {
        operator.close();
        rig.close();
    }

    private void write(int rows) {
        assertThat(operator.needsInput(0)).isTrue();
        operator.addInput(0, new Batch(List.of(new LongColumn(rows, new long[rows], null))));
    }

    /** What comes until the operator lets a control event or the end pass. */
    private List<Committable> staged() throws Exception {
        Batch rows = operator.output();
        while (rows == null) {
            Wait wait = operator.waitsFor();
            if (wait.isNone()) {
                return List.of();
            }
            wait.event().get(10, TimeUnit.SECONDS);
            rows = operator.output();
        }
        assertThat(operator.waitsFor().isNone()).isTrue();
        return PreparedRows.read(rows);
    }

    @Test
    void filesOfACheckpointGoAheadOfItsBarrier() throws Exception {
        write(3);
        write(2);
        operator.beforeSnapshot();
        assertThat(operator.needsInput(0)).as("rows behind the barrier wait").isFalse();
        assertThat(staged()).containsExactly(new Committable("checkpoint 1", 5));
        assertThat(operator.snapshot(1)).isSameAs(OperatorSnapshot.EMPTY);
        operator.beforeSnapshot();
        assertThat(staged()).as("a checkpoint without rows").isEmpty();
        operator.snapshot(2);
        write(4);
        operator.beforeSnapshot();
        assertThat(staged()).containsExactly(new Committable("checkpoint 3", 4));
    }

    @Test
    void theRestComesAtTheEnd() throws Exception {
        write(7);
        operator.endInput(0);
        assertThat(operator.finished()).isFalse();
        assertThat(staged()).extracting(Committable::rows).containsExactly(7L);
        assertThat(operator.finished()).isTrue();
        operator.close();
        assertThat(completed.get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anEmptyInputEndsToo() throws Exception {
        operator.endInput(0);
        assertThat(staged()).isEmpty();
        assertThat(operator.finished()).isTrue();
    }

    @Test
    void aTaskThatFailsThrowsAwayWhatItHadNotPrepared() throws Exception {
        write(1);
        operator.close();
        assertThat(completed.get(10, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void aWriterThatFailsEndsTheTask() {
        broken = true;
        write(1);
        operator.beforeSnapshot();
        assertThatThrownBy(this::staged).hasStackTraceContaining("the disk is gone");
    }
}

package io.blink.runtime.operator.join.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.IntColumn;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Call;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import io.blink.testing.connector.PartialConnector;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupJoinOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    /** Key and value, of the table and of the rows. */
    private static final List<DataType> TYPES = List.of(INT, INT);

    private static final long NEVER = 1L << 40;

    @TempDir
    Path directory;

    private final ChangingTable content = new ChangingTable();
    private final Connectors connectors =
            new Connectors(List.of(content), new FileSystems(List.of(), Configuration.empty()));
    private final LookupTables tables = new LookupTables(connectors, Runnable::run, 1 << 20);
    private final List<LookupJoinOperator> open = new ArrayList<>();
    private OperatorRig rig;

    @BeforeEach
    void start() {
        rig = new OperatorRig(
                spec(JoinType.INNER, NEVER), List.of(TYPES), List.of(), 1 << 20, directory, new Random(1));
    }

    @AfterEach
    void stop() {
        open.forEach(LookupJoinOperator::close);
        rig.close();
    }

    private static OperatorSpec.LookupJoin spec(JoinType type, long ttlMillis) {
        Call equal = new Call(
                ScalarFunction.EQUALS,
                List.of(new InputColumn(0, INT), new InputColumn(2, INT)),
                DataType.of(TypeKind.BOOLEAN));
        return new OperatorSpec.LookupJoin(
                type,
                List.of(0),
                List.of(0),
                equal,
                new ConnectorHandle("changing", 1, "{}"),
                OperatorRig.fields(TYPES),
                ttlMillis);
    }

    private LookupJoinOperator operator(JoinType type, long ttlMillis) {
        OperatorSpec.LookupJoin spec = spec(type, ttlMillis);
        LookupJoinOperator operator = new LookupJoinOperator(spec, rig.context(), tables.open(spec, ZoneOffset.UTC));
        open.add(operator);
        return operator;
    }

    private static List<List<Object>> join(LookupJoinOperator operator, Batch batch) {
        assertThat(operator.needsInput(0)).isTrue();
        operator.addInput(0, batch);
        List<Batch> joined = new ArrayList<>();
        for (Batch output = operator.output(); output != null; output = operator.output()) {
            joined.add(output);
        }
        return Rows.of(joined);
    }

    private static Batch rows(int... keys) {
        int[] numbers = IntStream.range(0, keys.length).toArray();
        return new Batch(
                keys.length,
                List.of(new IntColumn(keys.length, keys, null), new IntColumn(keys.length, numbers, null)));
    }

    @Test
    void rowsMeetAllRowsOfTheirKey() {
        content.batches = List.of(rows(1, 2, 1), rows(7, 1));
        assertThat(join(operator(JoinType.INNER, NEVER), rows(1, 3, 7)))
                .containsExactlyInAnyOrder(
                        List.of(1L, 0L, 1L, 0L),
                        List.of(1L, 0L, 1L, 2L),
                        List.of(1L, 0L, 1L, 1L),
                        List.of(7L, 2L, 7L, 0L));
        List<Object> alone = new ArrayList<>(List.of(3L, 0L));
        alone.add(null);
        alone.add(null);
        assertThat(join(operator(JoinType.LEFT, NEVER), rows(3))).containsExactly(alone);
    }

    @Test
    void anEmptyTableMatchesNothing() {
        assertThat(join(operator(JoinType.INNER, NEVER), rows(1))).isEmpty();
        assertThat(join(operator(JoinType.LEFT, NEVER), rows(1))).hasSize(1);
    }

    @Test
    void tasksShareOneCopyWhileAnyUsesIt() {
        content.batches = List.of(rows(1));
        LookupJoinOperator first = operator(JoinType.INNER, NEVER);
        join(first, rows(1));
        join(operator(JoinType.LEFT, NEVER), rows(1));
        assertThat(content.reads).isEqualTo(1);
        open.forEach(LookupJoinOperator::close);
        open.clear();
        join(operator(JoinType.INNER, NEVER), rows(1));
        assertThat(content.reads).isEqualTo(2);
    }

    @Test
    void aCopyThatIsTooOldIsReplaced() {
        content.batches = List.of(rows(1));
        LookupJoinOperator operator = operator(JoinType.INNER, 0);
        assertThat(join(operator, rows(1, 2))).hasSize(1);
        content.batches = List.of(rows(1, 2));
        // The first lookup finds that the copy is old, and is served by it.
        join(operator, rows(1, 2));
        assertThat(join(operator, rows(1, 2))).hasSize(2);
    }

    @Test
    void aTableThatIsTooLargeIsAnErrorAndLeavesNothingBehind() {
        content.batches =
                IntStream.range(0, 100).mapToObj(i -> rows(new int[4096])).toList();
        assertThatThrownBy(() -> join(operator(JoinType.INNER, NEVER), rows(1)))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(" KB of the 1024 KB that a worker has for such copies")
                .hasMessageContaining("'taskmanager.memory.process.size'")
                .hasMessageNotContaining("taskmanager.memory.managed.size")
                .satisfies(error ->
                        assertThat(((BlinkException) error).code()).isEqualTo(CoreErrorCode.OUT_OF_MEMORY_BUDGET));
        open.forEach(LookupJoinOperator::close);
        open.clear();
        content.batches = List.of(rows(1));
        assertThat(join(operator(JoinType.INNER, NEVER), rows(1))).hasSize(1);
    }

    /** A table of one split whose rows a test changes. */
    private static final class ChangingTable extends PartialConnector {
        private List<Batch> batches = List.of();
        private int reads;

        ChangingTable() {
            super("changing");
        }

        @Override
        public SplitSource splits(ConnectorHandle scan) {
            reads++;
            return new SplitSource() {
                private boolean given;

                @Override
                public List<Split> next(int max) {
                    given = true;
                    return List.of(new Split("only", "{}", -1, List.of()));
                }

                @Override
                public boolean finished() {
                    return given;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
            List<Batch> rows = batches;
            return new SplitReader() {
                private int next;

                @Override
                public boolean blocking() {
                    return true;
                }

                @Override
                public Batch next(int maxRows) {
                    return next == rows.size() ? null : rows.get(next++);
                }

                @Override
                public boolean finished() {
                    return next == rows.size();
                }

                @Override
                public String position() {
                    return String.valueOf(next);
                }

                @Override
                public void close() {}
            };
        }
    }
}

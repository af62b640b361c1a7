package io.blink.runtime.operator.sort;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import io.blink.core.plan.OperatorSpec.TopN;
import io.blink.core.plan.RuntimeFilter;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.connector.KeyFilter;
import io.blink.core.spi.connector.KeySelections;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.operator.PendingKeyFilter;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.RandomRows;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the first rows of an order let a scan leave out. */
class FirstRowsFilterTest {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);
    private static final List<DataType> TYPES = List.of(
            DataType.of(TypeKind.TINYINT),
            DataType.of(TypeKind.SMALLINT),
            DataType.of(TypeKind.INT),
            BIGINT,
            BIGINT.withNullable(false),
            DataType.of(TypeKind.DATE),
            DataType.of(TypeKind.FLOAT),
            DataType.of(TypeKind.DOUBLE),
            DataType.decimal(12, 2),
            DataType.decimal(33, 2),
            DataType.string(),
            DataType.timestamp(9));
    private static final int ROWS = 30_000;

    @TempDir
    Path directory;

    /** Batches as a scan gives them: without the rows that the filter leaves out by the time when they are taken. */
    private static final class Scan extends AbstractList<Batch> {
        private final List<Batch> batches;
        private final KeySelections selections;
        private long rowsLeftOut;

        Scan(List<Batch> batches, KeyFilter filter) {
            this.batches = batches;
            this.selections = new KeySelections(List.of(filter));
        }

        @Override
        public Batch get(int index) {
            Batch batch = batches.get(index);
            Batch selected = selections.select(batch);
            Batch passed = selected == null ? batch.slice(0, 0) : selected;
            rowsLeftOut += batch.rowCount() - passed.rowCount();
            return passed;
        }

        @Override
        public int size() {
            return batches.size();
        }
    }

    @Test
    void theFirstRowsAreTheSameWithoutTheRowsThatAScanLeavesOut() {
        for (int seed = 0; seed < 3 * TYPES.size(); seed++) {
            check(seed, TYPES.get(seed % TYPES.size()));
        }
    }

    private void check(int seed, DataType type) {
        Random random = new Random(seed);
        List<DataType> types = List.of(type, BIGINT);
        int[] distinct = {random.nextBoolean() ? 40 : 5000, 1000};
        List<Batch> batches = new RandomRows(random).batches(types, ROWS, distinct);
        SortKey first = new SortKey(0, random.nextBoolean(), random.nextBoolean());
        TopN spec = new TopN(List.of(first, new SortKey(1, true, true)), 1 + random.nextInt(200), random.nextInt(5));
        PendingKeyFilter pending = new PendingKeyFilter(new RuntimeFilter(1, 0, 0));
        try (OperatorRig rig = new OperatorRig(spec, List.of(types), types, 64 << 20, directory, random);
                TopNOperator top = (TopNOperator) TopNOperator.of(spec, rig.context());
                TopNOperator alone = (TopNOperator) TopNOperator.of(spec, rig.context())) {
            top.decides(pending);
            Scan scan = new Scan(batches, pending.filter());
            List<Batch> found = rig.run(top, List.of(scan));
            assertThat(Rows.of(found))
                    .as("seed %s, %s of %s", seed, spec, type)
                    .isEqualTo(Rows.of(rig.run(alone, List.of(batches))));
            assertThat(pending.filter().strictness()).isPositive();
            if (distinct[0] > 1000) {
                assertThat(scan.rowsLeftOut).as("seed %s, %s", seed, type).isGreaterThan(ROWS / 4);
            }
            holdForTheFirst(
                    seed, pending.filter().conditions(), found, rig.context().evaluation());
        }
    }

    private static void holdForTheFirst(
            int seed, List<Expression> conditions, List<Batch> first, EvaluationContext evaluation) {
        for (Expression condition : conditions) {
            for (Batch batch : first) {
                List<Column> flat = batch.columns().stream().map(Column::flat).toList();
                int passed = ExpressionCompiler.compilePredicate(condition, evaluation)
                        .select(new Batch(batch.rowCount(), flat), new int[batch.rowCount()]);
                assertThat(passed).as("seed %s, %s", seed, condition).isEqualTo(batch.rowCount());
            }
        }
    }

    @Test
    void conditionsAreWrittenForWhatStatisticsKnow() {
        List<Integer> written = new ArrayList<>();
        for (DataType type : TYPES) {
            FirstRowsFilter filter = FirstRowsFilter.of(new SortKey(0, true, true), type);
            assertThat(filter.strictness()).isZero();
            assertThat(filter.conditions()).isEmpty();
            filter.tighten(new RandomRows(new Random(5)).column(type.withNullable(false), 3, 40), 2);
            assertThat(filter.at(4).strictness()).isEqualTo(1);
            written.add(filter.conditions().size());
        }
        assertThat(written).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0);
    }
}

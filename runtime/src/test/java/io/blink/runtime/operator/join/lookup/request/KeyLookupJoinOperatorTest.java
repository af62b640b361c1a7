package io.blink.runtime.operator.join.lookup.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.expression.Call;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.LookupCaching;
import io.blink.core.plan.LookupRetry;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.spi.connector.LookupSource;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.kit.OperatorRig;
import io.blink.runtime.operator.kit.Rows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a table that has {@code key % 4} rows (key, 0), (key, 1), … for each key. */
class KeyLookupJoinOperatorTest {
    private static final DataType INT = DataType.of(TypeKind.INT);
    private static final List<DataType> TYPES = List.of(INT, INT);
    private static final int REQUESTS = 3;
    private static final long MINUTE = 60_000;
    private static final LookupCaching CACHING = new LookupCaching(1000, 0, 0, true);

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CountDownLatch> held = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger underWayMost = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile RuntimeException failure;
    /** So often nothing is found, whatever the key. */
    private final AtomicInteger misses = new AtomicInteger();

    private OperatorRig rig;
    private KeyLookupJoinOperator operator;

    @BeforeEach
    void start() {
        rig = new OperatorRig(
                spec(JoinType.INNER, null, true, MINUTE), List.of(TYPES), List.of(), 8 << 20, directory, new Random(1));
    }

    @AfterEach
    void stop() throws InterruptedException {
        held.forEach(CountDownLatch::countDown);
        if (operator != null) {
            operator.close();
        }
        rig.close();
        threads.shutdown();
        assertThat(threads.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(open).as("sources left open").hasValue(0);
    }

    private static OperatorSpec.KeyLookupJoin spec(
            JoinType type, LookupCaching cache, boolean ordered, long timeoutMillis) {
        return spec(type, cache, ordered, timeoutMillis, null);
    }

    private static OperatorSpec.KeyLookupJoin spec(
            JoinType type, LookupCaching cache, boolean ordered, long timeoutMillis, LookupRetry retry) {
        Call equal = new Call(
                ScalarFunction.EQUALS,
                List.of(new InputColumn(0, INT), new InputColumn(2, INT)),
                DataType.of(TypeKind.BOOLEAN));
        return new OperatorSpec.KeyLookupJoin(
                type,
                List.of(0),
                equal,
                new ConnectorHandle("keys", 1, "{}"),
                "c.d.keys",
                OperatorRig.fields(TYPES),
                cache,
                ordered,
                REQUESTS,
                timeoutMillis,
                retry);
    }

    private KeyLookupJoinOperator operator(OperatorSpec.KeyLookupJoin spec) {
        OperatorContext given = rig.context();
        operator = new KeyLookupJoinOperator(
                spec,
                new OperatorContext(
                        given.jobId(),
                        given.node(),
                        given.inputs(),
                        given.vertexId(),
                        given.subtask(),
                        given.attempt(),
                        given.term(),
                        given.parallelism(),
                        given.keyGroups(),
                        given.mode(),
                        given.memory(),
                        given.spillFiles(),
                        threads,
                        given.timeZone(),
                        given.statementStartMicros(),
                        given.userFunctions()),
                Source::new);
        return operator;
    }

    private static Batch rows(int... keys) {
        int[] numbers = IntStream.range(0, keys.length).toArray();
        boolean[] nulls = new boolean[keys.length];
        for (int i = 0; i < keys.length; i++) {
            nulls[i] = keys[i] < 0;
        }
        return new Batch(
                keys.length,
                List.of(new IntColumn(keys.length, keys, nulls), new IntColumn(keys.length, numbers, null)));
    }

    private static List<List<Object>> expected(JoinType type, Batch... batches) {
        List<List<Object>> expected = new ArrayList<>();
        for (Batch batch : batches) {
            for (List<Object> row : Rows.of(List.of(batch))) {
                long found = row.get(0) == null ? 0 : (Long) row.get(0) % 4;
                for (long i = 0; i < found; i++) {
                    expected.add(List.of(row.get(0), row.get(1), row.get(0), i));
                }
                if (found == 0 && type == JoinType.LEFT) {
                    expected.add(Arrays.asList(row.get(0), row.get(1), null, null));
                }
            }
        }
        return expected;
    }

    /** What comes until the operator has nothing under way. */
    private List<List<Object>> drain() {
        List<Batch> joined = new ArrayList<>();
        while (true) {
            Batch batch = operator.output();
            if (batch != null) {
                joined.add(batch);
            } else if (operator.waitsFor().isNone()) {
                return Rows.of(joined);
            } else {
                await();
            }
        }
    }

    private void await() {
        Wait wait = operator.waitsFor();
        long nanos = Math.min(TimeUnit.SECONDS.toNanos(20), wait.atNanos() - System.nanoTime());
        try {
            wait.event().get(nanos, TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            assertThat(System.nanoTime()).as("no answer").isGreaterThanOrEqualTo(wait.atNanos());
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError("no answer", e);
        }
    }

    private CountDownLatch hold() {
        CountDownLatch latch = new CountDownLatch(1);
        held.add(latch);
        return latch;
    }

    @Test
    void rowsMeetAllRowsOfTheirKeyInTheirOrder() {
        Random random = new Random(7);
        for (JoinType type : List.of(JoinType.INNER, JoinType.LEFT)) {
            int[] keys = random.ints(4000, -1, 1500).toArray();
            operator(spec(type, null, true, MINUTE)).addInput(0, rows(keys));
            assertThat(drain()).isEqualTo(expected(type, rows(keys)));
            operator.close();
        }
        assertThat(underWayMost.get()).isBetween(1, REQUESTS);
    }

    @Test
    void aKeyOfManyRowsOfABatchIsAskedForOnce() {
        operator(spec(JoinType.INNER, null, true, MINUTE)).addInput(0, rows(3, 3, -1, 3));
        assertThat(drain()).isEqualTo(expected(JoinType.INNER, rows(3, 3, -1, 3)));
        assertThat(asked).hasValue(1);
    }

    @Test
    void rowsWithoutKeysAskForNothing() {
        operator(spec(JoinType.LEFT, null, true, MINUTE)).addInput(0, rows(-1, -1));
        assertThat(drain()).isEqualTo(expected(JoinType.LEFT, rows(-1, -1)));
        assertThat(asked).hasValue(0);
    }

    /** While the first answer is held back other batches are taken, but no more than may have requests under way. */
    @Test
    void batchesWaitForThoseBeforeThem() {
        operator(spec(JoinType.INNER, null, true, MINUTE));
        CountDownLatch latch = hold();
        operator.addInput(0, rows(1));
        operator.addInput(0, rows(2));
        operator.addInput(0, rows(3));
        assertThat(operator.needsInput(0)).isFalse();
        await();
        assertThat(operator.output()).isNull();
        // A barrier would not pass now: its checkpoint would lack these rows.
        assertThat(operator.waitsFor().isNone()).isFalse();
        latch.countDown();
        assertThat(drain()).isEqualTo(expected(JoinType.INNER, rows(1), rows(2), rows(3)));
        assertThat(operator.needsInput(0)).isTrue();
    }

    @Test
    void withoutOrderAnswersPassOthers() {
        operator(spec(JoinType.INNER, null, false, MINUTE));
        CountDownLatch latch = hold();
        operator.addInput(0, rows(1));
        operator.addInput(0, rows(2));
        Batch first = operator.output();
        while (first == null) {
            await();
            first = operator.output();
        }
        assertThat(Rows.of(List.of(first))).isEqualTo(expected(JoinType.INNER, rows(2)));
        latch.countDown();
        assertThat(drain()).isEqualTo(expected(JoinType.INNER, rows(1)));
    }

    @Test
    void knownKeysAreNotAskedForAgainUntilTheCacheForgetsThem() {
        operator(spec(JoinType.INNER, CACHING, true, MINUTE));
        int[] keys = IntStream.range(0, 100).toArray();
        for (int i = 0; i < 3; i++) {
            operator.addInput(0, rows(keys));
            assertThat(drain()).isEqualTo(expected(JoinType.INNER, rows(keys)));
        }
        assertThat(asked).hasValue(100);
        // Keys 1 stay as they are asked for all the time; the others go.
        for (int from = 100; from < 3000; from += 50) {
            int[] others = IntStream.concat(IntStream.of(1), IntStream.range(from, from + 50))
                    .toArray();
            operator.addInput(0, rows(others));
            assertThat(drain()).isEqualTo(expected(JoinType.INNER, rows(others)));
        }
        assertThat(asked).hasValue(3000);
        operator.addInput(0, rows(keys));
        assertThat(drain()).isEqualTo(expected(JoinType.INNER, rows(keys)));
        assertThat(asked).hasValue(3099);
    }

    @Test
    void withoutMissingKeysInTheCacheTheseAreAskedForAgain() {
        operator(spec(JoinType.LEFT, new LookupCaching(1000, 0, 0, false), true, MINUTE));
        for (int i = 0; i < 2; i++) {
            operator.addInput(0, rows(4, 5));
            assertThat(drain()).isEqualTo(expected(JoinType.LEFT, rows(4, 5)));
        }
        assertThat(asked).hasValue(3);
    }

    /** An update may find more rows than it found before, so it is a row that goes and one that comes. */
    @Test
    void rowsThatGoAreLookedUpAgain() {
        operator(spec(JoinType.LEFT, null, true, MINUTE));
        byte[] kinds = {RowKinds.UPDATE_BEFORE, RowKinds.UPDATE_AFTER, RowKinds.DELETE};
        operator.addInput(0, new Batch(3, rows(2, 3, 4).columns(), kinds));
        await();
        Batch joined = operator.output();
        assertThat(Rows.of(List.of(joined))).isEqualTo(expected(JoinType.LEFT, rows(2, 3, 4)));
        assertThat(joined.rowKinds())
                .containsExactly(
                        RowKinds.DELETE,
                        RowKinds.DELETE,
                        RowKinds.INSERT,
                        RowKinds.INSERT,
                        RowKinds.INSERT,
                        RowKinds.DELETE);
    }

    @Test
    void keysWithoutRowsAreAskedForAgain() {
        LookupCaching caching = new LookupCaching(1000, 0, 0, true);
        operator(spec(JoinType.LEFT, caching, true, MINUTE, new LookupRetry(3, 1)));
        misses.set(2);
        operator.addInput(0, rows(3, 5, 4));
        assertThat(drain()).isEqualTo(expected(JoinType.LEFT, rows(3, 5, 4)));
        // Twice for nothing, then two keys have rows; the third one is given up after its last attempt.
        assertThat(asked).hasValue(3 + 3 + 3 + 1);
        operator.addInput(0, rows(4, 3));
        assertThat(drain()).isEqualTo(expected(JoinType.LEFT, rows(4, 3)));
        assertThat(asked).hasValue(3 + 3 + 3 + 1);
    }

    @Test
    void aFailedRequestFailsTheTask() {
        operator(spec(JoinType.INNER, null, true, MINUTE));
        failure = new IllegalStateException("no such index");
        operator.addInput(0, rows(1));
        await();
        assertThatThrownBy(operator::output)
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("table c.d.keys could not look rows up: no such index");
    }

    @Test
    void aRequestWithoutAnswerFailsTheTaskInTime() {
        operator(spec(JoinType.INNER, null, true, 0));
        hold();
        operator.addInput(0, rows(1));
        assertThat(operator.waitsFor().atNanos()).isLessThan(Long.MAX_VALUE);
        assertThatThrownBy(operator::output)
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("c.d.keys has had no answer to 1 keys")
                .satisfies(error ->
                        assertThat(((BlinkException) error).code()).isEqualTo(RuntimeErrorCode.LOOKUP_TIMEOUT));
    }

    private final class Source implements LookupSource {
        Source() {
            open.incrementAndGet();
        }

        @Override
        public LookupRows lookup(Column[] keys, int count) {
            underWayMost.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            asked.addAndGet(count);
            try {
                IntColumn numbers = (IntColumn) keys[0].flat();
                if (numbers.get(0) == 1) {
                    for (CountDownLatch latch : held) {
                        assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
                    }
                }
                if (failure != null) {
                    throw failure;
                }
                boolean missed = misses.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
                return missed ? found(numbers, 0, count) : found(numbers, count, count);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            } finally {
                underWay.decrementAndGet();
            }
        }

        /** The rows of the first keys that are known. */
        private LookupRows found(IntColumn keys, int known, int count) {
            int[] counts = IntStream.range(0, count)
                    .map(i -> i < known ? keys.get(i) % 4 : 0)
                    .toArray();
            int[] ofRows = IntStream.range(0, count)
                    .flatMap(i -> IntStream.range(0, counts[i]).map(k -> keys.get(i)))
                    .toArray();
            int[] numbers = IntStream.range(0, count)
                    .flatMap(i -> IntStream.range(0, counts[i]))
                    .toArray();
            return new LookupRows(
                    new Batch(
                            ofRows.length,
                            List.of(
                                    new IntColumn(ofRows.length, ofRows, null),
                                    new IntColumn(ofRows.length, numbers, null))),
                    counts);
        }

        @Override
        public void close() {
            open.decrementAndGet();
        }
    }
}

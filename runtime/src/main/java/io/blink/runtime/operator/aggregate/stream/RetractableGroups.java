package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.type.Field;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.aggregate.NamespacedGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Groups of rows that come and go, by namespace; one that has lost its last row is not there. */
public final class RetractableGroups implements NamespacedGroups {
    private static final long NONE = Long.MIN_VALUE;

    private final List<AggregateCall> calls;
    private final int keys;
    private final KeyedStateStore store;
    private final ChangingGroups groups;
    private final int[] partialColumns;
    private long open = NONE;

    public RetractableGroups(
            List<Integer> groupKeys,
            List<AggregateCall> calls,
            List<Field> input,
            KeyedStateStore store,
            FunctionSite functions) {
        this.calls = calls;
        this.keys = groupKeys.size();
        this.store = store;
        OperatorSpec.GroupAggregate spec =
                new OperatorSpec.GroupAggregate(AggregatePhase.SINGLE, groupKeys, calls, true, false, 0);
        this.groups = new ChangingGroups(spec, false, input, store, functions);
        this.partialColumns = isAdditive(calls) ? partialColumns() : null;
    }

    /** Whether the groups of several namespaces can be made one by their {@linkplain #partials partial results}. */
    public static boolean isAdditive(List<AggregateCall> calls) {
        return calls.stream()
                .allMatch(call ->
                        !call.distinct() && (call.function().isRetractable() || ExtremeCall.computes(call.function())));
    }

    /** Of what is kept, behind the keys and the number of rows, a partial result is the beginning. */
    private int[] partialColumns() {
        List<Integer> columns = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            columns.add(key);
        }
        int column = keys + 1;
        for (AggregateCall call : calls) {
            for (int i = 0; i < call.partialTypes().size(); i++) {
                columns.add(column + i);
            }
            column += ExtremeCall.computes(call.function())
                    ? 1
                    : call.retractablePartialTypes().size();
        }
        return columns.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public long[] namespaces() {
        return store.namespaces(groups.tables().get(0));
    }

    private ChangingGroups of(long namespace) {
        if (open != namespace) {
            groups.open(namespace);
            open = namespace;
        }
        return groups;
    }

    /** Adds and takes back rows of any number. */
    public void add(Batch rows, long namespace) {
        of(namespace).add(rows);
    }

    @Override
    public void add(Batch rows, long namespace, OperatorMemory memory) {
        add(rows, namespace);
    }

    @Override
    public List<Column> resultsOf(Column[] groupKeys, long[] hashes, int count, long namespace, boolean[] there) {
        return of(namespace).results(groupKeys, hashes, count, there);
    }

    /** Keys and results of a namespace's groups; until it is through no other namespace is used, and nothing changes. */
    public TableCursor results(long namespace) {
        return of(namespace).results();
    }

    /** In the form of a spill file, of calls that are {@link #isAdditive}. */
    @Override
    public TableCursor partials(long namespace) {
        TableCursor stored = of(namespace).stored();
        return () -> {
            Batch batch = stored.next();
            return batch == null ? null : batch.select(partialColumns);
        };
    }

    @Override
    public Batch partialsOf(Column[] groupKeys, long[] hashes, int count, long namespace, int[] positions) {
        Batch stored = of(namespace).stored(groupKeys, hashes, count, positions);
        return stored.select(Arrays.stream(partialColumns, keys, partialColumns.length)
                .map(column -> column - keys)
                .toArray());
    }

    @Override
    public void drop(long namespace) {
        groups.tables().forEach(table -> store.drop(table, namespace));
        open = NONE;
    }
}

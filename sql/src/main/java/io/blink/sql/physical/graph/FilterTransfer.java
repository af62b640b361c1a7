package io.blink.sql.physical.graph;

import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.RuntimeFilterPlacement;
import io.blink.sql.join.KeyMatch;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes the keys of small build sides to scans in other vertices, where a semi join drops the rows that the join above would drop later, before they
 * travel: the same keys then skip partitions, row groups and pages by {@link RuntimeFilterPlacement}.
 *
 * <pre>
 *   HashJoin(k)                                HashJoin(k)
 *     hash(k)                                    hash(k)
 *       …                        =>                …
 *         Scan(k, …)                                 SemiHashJoin(k)
 *     hash(k)                                          Scan(k, …)
 *       few rows                                       broadcast: few rows
 *                                                hash(k)
 *                                                  few rows
 * </pre>
 *
 * Likewise the keys of a small probe side go to what a semi, anti or left join builds its table of, where those of the build side drop little: of two sides one
 * waits for the other. The way down leads through operators that look at each row alone, group keys, either side of an inner join, and by its equal keys to
 * both. Rows that several consumers share are filtered where all of them ask for the same keys. What is broadcast is computed once: the build side's vertex
 * has one edge more. Rows that a filter leaves may be few enough to filter others, which a second round finds.
 */
public final class FilterTransfer {
    /** Smaller scans are not worth a wait for keys. */
    private static final double SCAN_ROWS_MIN = 50_000;

    /** The largest share of rows that a filter may be thought to pass. */
    private static final double PASSED_MAX = 0.3;

    /** Bytes that a filter must save for each byte that is broadcast. */
    private static final double GAIN_MIN = 4;

    private static final int FILTERS_OF_SCAN_MAX = 2;

    private static final int ROUNDS = 2;

    /** Larger trees, in which rows that are shared count as often as they are read, stay as they are. */
    private static final int NODES_MAX = 5_000;

    /** @param join that has the source on its other side */
    private record Keys(KeySource source, boolean nullsEqual, Operation join) {}

    /** Keys for a scan. */
    private record Transfer(Keys keys, int column, double passed) {}

    /** A column of the rows below an exchange that keys have come to. */
    private record Arrival(String rows, int column, String source, int sourceColumn) {}

    private final double broadcastBytesMax;
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<Arrival, Map<String, Exchange>> arrivals = new HashMap<>();
    private final Map<Operation, List<Transfer>> transfers = new IdentityHashMap<>();
    private final Set<Operation> origins = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Map<PhysicalNode, PhysicalNode> rebuilt = new IdentityHashMap<>();
    private final Set<String> open = new HashSet<>();
    private int nodes;

    private FilterTransfer(double broadcastBytesMax) {
        this.broadcastBytesMax = broadcastBytesMax;
    }

    /** @param roots of one job */
    public static List<PhysicalNode> in(List<PhysicalNode> roots, double broadcastBytesMax) {
        List<PhysicalNode> filtered = roots;
        for (int round = 0; round < ROUNDS; round++) {
            FilterTransfer transfer = new FilterTransfer(broadcastBytesMax);
            filtered.forEach(transfer::count);
            if (transfer.nodes > NODES_MAX) {
                break;
            }
            for (int i = 0; i < filtered.size(); i++) {
                transfer.find(filtered.get(i), child("", i));
            }
            if (transfer.transfers.isEmpty()) {
                break;
            }
            filtered = filtered.stream().map(transfer::rebuild).toList();
        }
        return filtered;
    }

    /** How often the rows below each exchange are wanted. */
    private void count(PhysicalNode node) {
        if (++nodes > NODES_MAX) {
            return;
        }
        if (node instanceof Exchange exchange) {
            uses.merge(exchange.input().digest(), 1, Integer::sum);
        }
        node.inputs().forEach(this::count);
    }

    // ---- Where keys come from

    /** @param path from the root: rows that are shared are found by several */
    private void find(PhysicalNode node, String path) {
        if (node instanceof Operation operation && operation.spec() instanceof OperatorSpec.HashJoin join) {
            findKeys(operation, join, path);
        }
        for (int i = 0; i < node.inputs().size(); i++) {
            find(node.inputs().get(i), child(path, i));
        }
    }

    private static String child(String path, int input) {
        return path + "/" + input;
    }

    private void findKeys(Operation operation, OperatorSpec.HashJoin join, String path) {
        PhysicalNode left = operation.inputs().get(0);
        PhysicalNode right = operation.inputs().get(1);
        boolean leftWaits = false;
        for (int key = 0; key < join.leftKeys().size() && dropsUnmatchedLeftRows(join.type()); key++) {
            KeySource source = smallSource(right, join.rightKeys().get(key));
            if (source != null && drops(source, left, join.leftKeys().get(key))) {
                Keys keys = new Keys(source, join.nullsEqual().get(key), operation);
                trace(left, join.leftKeys().get(key), false, keys, child(path, 0));
                leftWaits = true;
            }
        }
        for (int key = 0; key < join.leftKeys().size() && !leftWaits && dropsUnmatchedRightRows(join.type()); key++) {
            KeySource source = smallSource(left, join.leftKeys().get(key));
            if (source != null && drops(source, right, join.rightKeys().get(key))) {
                Keys keys = new Keys(source, join.nullsEqual().get(key), operation);
                trace(right, join.rightKeys().get(key), false, keys, child(path, 1));
            }
        }
    }

    private KeySource smallSource(PhysicalNode rows, int column) {
        return KeySource.of(rows, column, broadcastBytesMax);
    }

    private boolean drops(KeySource source, PhysicalNode rows, int column) {
        Estimate estimate = rows.estimate();
        return passed(source, estimate.columns().get(column).in(estimate.rows())) <= PASSED_MAX;
    }

    /** NaN where distinct values are not known. */
    private static double passed(KeySource source, KeyMatch.Side rows) {
        KeyMatch.Side built = source.side();
        return rows.isKnown() && built.isKnown()
                ? KeyMatch.selectivity(rows, built) * Math.min(built.distinct(), built.rows())
                : Double.NaN;
    }

    /** Of rows from other vertices, which may wait for those that they are looked up by. */
    private static boolean dropsUnmatchedRightRows(JoinType type) {
        return type == JoinType.SEMI || type == JoinType.ANTI || type == JoinType.LEFT;
    }

    private static boolean dropsUnmatchedLeftRows(JoinType type) {
        return type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
    }

    // ---- Where they go

    /** @param far whether an exchange lies between: within a vertex scans are filtered by the join itself */
    private void trace(PhysicalNode node, int column, boolean far, Keys keys, String path) {
        if (node instanceof Exchange exchange) {
            arrive(exchange, column, keys, path);
            return;
        }
        Operation operation = (Operation) node;
        OperatorSpec spec = operation.spec();
        if (spec instanceof OperatorSpec.TableScan) {
            if (far) {
                consider(operation, column, keys);
            }
        } else if (spec instanceof OperatorSpec.Filter || spec instanceof OperatorSpec.Sort) {
            trace(operation.onlyInput(), column, far, keys, child(path, 0));
        } else if (spec instanceof OperatorSpec.Project project) {
            Expression expression = project.expressions().get(column);
            if (expression instanceof InputColumn same) {
                trace(operation.onlyInput(), same.index(), far, keys, child(path, 0));
            }
        } else if (spec instanceof OperatorSpec.Union) {
            for (int i = 0; i < operation.inputs().size(); i++) {
                trace(operation.inputs().get(i), column, far, keys, child(path, i));
            }
        } else if (spec instanceof OperatorSpec.Aggregate aggregate) {
            if (column < aggregate.groupKeys().size()) {
                boolean last = aggregate.phase() == AggregatePhase.FINAL;
                int input = last ? column : aggregate.groupKeys().get(column);
                trace(operation.onlyInput(), input, far, keys, child(path, 0));
            }
        } else if (spec instanceof OperatorSpec.HashJoin join && !isFilteredBy(operation, join, column, keys)) {
            traceJoin(operation, join, column, far, keys, path);
        }
    }

    /** Rows that several places read are filtered once the same keys have come to all of these. */
    private void arrive(Exchange exchange, int column, Keys keys, String path) {
        String rows = exchange.input().digest();
        KeySource source = keys.source();
        Arrival arrival = new Arrival(rows, column, source.operation().digest(), source.column());
        Map<String, Exchange> places = arrivals.computeIfAbsent(arrival, any -> new TreeMap<>());
        if (places.putIfAbsent(path, exchange) == null && places.size() == uses.get(rows)) {
            places.forEach((place, read) -> trace(read.input(), column, true, keys, child(place, 0)));
        }
    }

    /** Whether an earlier round brought the keys here. */
    private static boolean isFilteredBy(Operation operation, OperatorSpec.HashJoin join, int column, Keys keys) {
        return join.type() == JoinType.SEMI
                && join.leftKeys().equals(List.of(column))
                && join.rightKeys().equals(List.of(keys.source().column()))
                && operation.inputs().get(1) instanceof Exchange exchange
                && exchange.input().digest().equals(keys.source().operation().digest());
    }

    private void traceJoin(
            Operation operation, OperatorSpec.HashJoin join, int column, boolean far, Keys keys, String path) {
        PhysicalNode left = operation.inputs().get(0);
        PhysicalNode right = operation.inputs().get(1);
        int leftWidth = left.output().size();
        boolean ofLeft = column < leftWidth;
        JoinType type = join.type();
        if (ofLeft && type != JoinType.RIGHT && type != JoinType.FULL) {
            trace(left, column, far, keys, child(path, 0));
        } else if (!ofLeft && (type == JoinType.INNER || type == JoinType.RIGHT)) {
            trace(right, column - leftWidth, far, keys, child(path, 1));
        }
        if (type != JoinType.INNER && type != JoinType.SEMI) {
            return;
        }
        int equal = ofLeft ? join.leftKeys().indexOf(column) : join.rightKeys().indexOf(column - leftWidth);
        if (equal >= 0 && ofLeft) {
            trace(right, join.rightKeys().get(equal), far, keys, child(path, 1));
        } else if (equal >= 0) {
            trace(left, join.leftKeys().get(equal), far, keys, child(path, 0));
        }
    }

    private void consider(Operation scan, int column, Keys keys) {
        Estimate rows = scan.estimate();
        double passed = passed(keys.source(), rows.columns().get(column).in(rows.rows()));
        double saved = rows.bytes() * (1 - passed);
        if (sameType(scan, column, keys)
                && rows.rows() >= SCAN_ROWS_MIN
                && passed <= PASSED_MAX
                && saved >= GAIN_MIN * keys.source().operation().estimate().bytes()) {
            add(scan, new Transfer(keys, column, passed));
        }
    }

    private static boolean sameType(Operation scan, int column, Keys keys) {
        return scan.types()
                .get(column)
                .withNullable(true)
                .equals(keys.source()
                        .operation()
                        .types()
                        .get(keys.source().column())
                        .withNullable(true));
    }

    /** The filters of a scan that pass least. */
    private void add(Operation scan, Transfer transfer) {
        List<Transfer> ofScan = transfers.computeIfAbsent(scan, any -> new ArrayList<>());
        KeySource source = transfer.keys().source();
        boolean known = ofScan.stream().anyMatch(other -> {
            KeySource earlier = other.keys().source();
            return other.column() == transfer.column()
                    && earlier.column() == source.column()
                    && earlier.operation().digest().equals(source.operation().digest());
        });
        if (!known) {
            origins.add(transfer.keys().join());
            ofScan.add(transfer);
            ofScan.sort(Comparator.comparingDouble(Transfer::passed));
            if (ofScan.size() > FILTERS_OF_SCAN_MAX) {
                ofScan.remove(FILTERS_OF_SCAN_MAX);
            }
        }
    }

    // ---- The new tree

    private PhysicalNode rebuild(PhysicalNode node) {
        PhysicalNode known = rebuilt.get(node);
        if (known == null) {
            known = node instanceof Exchange exchange
                    ? new Exchange(rebuild(exchange.input()), exchange.partitioning())
                    : rebuildOperation((Operation) node);
            rebuilt.put(node, known);
        }
        return known;
    }

    /** A scan under a join waits for rows of that join's other side; rows that are being made now cannot be waited for. */
    private PhysicalNode rebuildOperation(Operation operation) {
        boolean first = open.add(operation.digest());
        List<PhysicalNode> inputs =
                operation.inputs().stream().map(this::rebuild).toList();
        PhysicalNode result = withFewerRows(operation, inputs);
        for (Transfer transfer : transfers.getOrDefault(operation, List.of())) {
            boolean waits = open.contains(transfer.keys().source().operation().digest());
            result = waits ? result : filtered(result, transfer);
        }
        if (first) {
            open.remove(operation.digest());
        }
        return result;
    }

    /** Fewer rows in are fewer rows out, but for a join whose keys they are filtered by: it would have dropped the others itself. */
    private Operation withFewerRows(Operation operation, List<PhysicalNode> inputs) {
        Operation result = operation.withInputs(inputs);
        if (result == operation || origins.contains(operation)) {
            return result;
        }
        double share = 1;
        if (operation.spec() instanceof OperatorSpec.Union) {
            share = rows(inputs) / Math.max(1, rows(operation.inputs()));
        } else if (operation.spec() instanceof OperatorSpec.HashJoin join && join.type() != JoinType.INNER) {
            share = share(operation.inputs().get(0), inputs.get(0));
        } else {
            for (int i = 0; i < inputs.size(); i++) {
                share *= share(operation.inputs().get(i), inputs.get(i));
            }
        }
        return share < 1 ? result.withRows(operation.estimate().rows() * share) : result;
    }

    private static double rows(List<PhysicalNode> inputs) {
        return inputs.stream().mapToDouble(input -> input.estimate().rows()).sum();
    }

    private static double share(PhysicalNode before, PhysicalNode after) {
        return after.estimate().rows() / Math.max(1, before.estimate().rows());
    }

    private PhysicalNode filtered(PhysicalNode rows, Transfer transfer) {
        KeySource source = transfer.keys().source();
        OperatorSpec semi = new OperatorSpec.HashJoin(
                JoinType.SEMI,
                List.of(transfer.column()),
                List.of(source.column()),
                List.of(transfer.keys().nullsEqual()),
                null);
        PhysicalNode keys = new Exchange(rebuild(source.operation()), new Partitioning.Broadcast());
        Estimate estimate = rows.estimate().withRows(rows.estimate().rows() * transfer.passed());
        return Operations.operation(
                semi,
                "SemiHashJoin",
                "filter by keys of a join on "
                        + rows.output().get(transfer.column()).name(),
                List.of(rows, keys),
                rows.output(),
                rows.distribution(),
                rows.ordering(),
                estimate,
                List.of("keys of a join above"));
    }
}

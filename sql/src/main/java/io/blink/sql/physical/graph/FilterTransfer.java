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
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

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
 * Likewise the keys of a small probe side go to what a semi, anti or left join builds its table of, unless the build side is small itself: of two sides one waits
 * for the other. The way down leads through operators that look at each row alone, group keys, either side of an inner join, and by its equal keys to both. Rows that
 * several consumers share stay whole. What is broadcast is computed once: the build side's vertex has one edge more.
 */
public final class FilterTransfer {
    /** Smaller scans are not worth a wait for keys. */
    private static final double SCAN_ROWS_MIN = 50_000;

    /** The largest share of rows that a filter may be thought to pass. */
    private static final double PASSED_MAX = 0.3;

    /** Bytes that a filter must save for each byte that is broadcast. */
    private static final double GAIN_MIN = 4;

    private static final int FILTERS_OF_SCAN_MAX = 2;

    /** Keys for a scan. @param source whose {@code key} is broadcast */
    private record Transfer(Operation source, int key, int column, boolean nullsEqual, double passed) {}

    private final double broadcastBytesMax;
    private final Map<String, Integer> uses = new HashMap<>();
    private final Map<Operation, List<Transfer>> transfers = new IdentityHashMap<>();
    private final Map<PhysicalNode, PhysicalNode> rebuilt = new IdentityHashMap<>();

    private FilterTransfer(double broadcastBytesMax) {
        this.broadcastBytesMax = broadcastBytesMax;
    }

    /** @param roots of one job */
    public static List<PhysicalNode> in(List<PhysicalNode> roots, double broadcastBytesMax) {
        FilterTransfer transfer = new FilterTransfer(broadcastBytesMax);
        roots.forEach(transfer::count);
        roots.forEach(root -> transfer.find(root, 1));
        return transfer.transfers.isEmpty()
                ? roots
                : roots.stream().map(transfer::rebuild).toList();
    }

    /** How often the rows below each exchange are wanted. */
    private void count(PhysicalNode node) {
        if (node instanceof Exchange exchange) {
            uses.merge(exchange.input().digest(), 1, Integer::sum);
        }
        node.inputs().forEach(this::count);
    }

    // ---- Where keys come from

    /** @param times how often the vertex of the node is wanted */
    private void find(PhysicalNode node, int times) {
        if (node instanceof Operation operation && operation.spec() instanceof OperatorSpec.HashJoin join) {
            Operation build = smallSource(operation.inputs().get(1));
            Operation probe = smallSource(operation.inputs().get(0));
            if (build != null && dropsUnmatchedLeftRows(join.type())) {
                take(build, join.rightKeys(), operation.inputs().get(0), join.leftKeys(), join, times);
            } else if (probe != null && dropsUnmatchedRightRows(join.type())) {
                take(probe, join.leftKeys(), operation.inputs().get(1), join.rightKeys(), join, times);
            }
        }
        int below =
                node instanceof Exchange exchange ? uses.get(exchange.input().digest()) : times;
        node.inputs().forEach(input -> find(input, below));
    }

    /** The operation behind an exchange, if few rows come from there; else {@code null}. */
    private Operation smallSource(PhysicalNode input) {
        return input instanceof Exchange exchange && exchange.input() instanceof Operation source && isSmall(source)
                ? source
                : null;
    }

    private void take(
            Operation source,
            List<Integer> sourceKeys,
            PhysicalNode other,
            List<Integer> otherKeys,
            OperatorSpec.HashJoin join,
            int times) {
        for (int key = 0; key < sourceKeys.size(); key++) {
            Keys keys = new Keys(source, sourceKeys.get(key), join.nullsEqual().get(key), times);
            trace(other, otherKeys.get(key), false, keys);
        }
    }

    /** Of rows from other vertices, which may wait for those that they are looked up by. */
    private static boolean dropsUnmatchedRightRows(JoinType type) {
        return type == JoinType.SEMI || type == JoinType.ANTI || type == JoinType.LEFT;
    }

    private static boolean dropsUnmatchedLeftRows(JoinType type) {
        return type == JoinType.INNER || type == JoinType.SEMI || type == JoinType.RIGHT;
    }

    private boolean isSmall(PhysicalNode node) {
        return node.estimate().known() && node.estimate().bytes() <= broadcastBytesMax;
    }

    // ---- Where they go

    private record Keys(Operation source, int key, boolean nullsEqual, int times) {}

    /** @param far whether an exchange lies between: within a vertex scans are filtered by the join itself */
    private void trace(PhysicalNode node, int column, boolean far, Keys keys) {
        if (node instanceof Exchange exchange) {
            if (uses.get(exchange.input().digest()) == keys.times()) {
                trace(exchange.input(), column, true, keys);
            }
            return;
        }
        Operation operation = (Operation) node;
        OperatorSpec spec = operation.spec();
        if (spec instanceof OperatorSpec.TableScan) {
            if (far) {
                consider(operation, column, keys);
            }
        } else if (spec instanceof OperatorSpec.Filter || spec instanceof OperatorSpec.Sort) {
            trace(operation.onlyInput(), column, far, keys);
        } else if (spec instanceof OperatorSpec.Project project) {
            Expression expression = project.expressions().get(column);
            if (expression instanceof InputColumn same) {
                trace(operation.onlyInput(), same.index(), far, keys);
            }
        } else if (spec instanceof OperatorSpec.Union) {
            operation.inputs().forEach(input -> trace(input, column, far, keys));
        } else if (spec instanceof OperatorSpec.Aggregate aggregate) {
            if (column < aggregate.groupKeys().size()) {
                boolean last = aggregate.phase() == AggregatePhase.FINAL;
                int input = last ? column : aggregate.groupKeys().get(column);
                trace(operation.onlyInput(), input, far, keys);
            }
        } else if (spec instanceof OperatorSpec.HashJoin join) {
            traceJoin(operation, join, column, far, keys);
        }
    }

    private void traceJoin(Operation operation, OperatorSpec.HashJoin join, int column, boolean far, Keys keys) {
        PhysicalNode left = operation.inputs().get(0);
        PhysicalNode right = operation.inputs().get(1);
        int leftWidth = left.output().size();
        boolean ofLeft = column < leftWidth;
        JoinType type = join.type();
        if (ofLeft && type != JoinType.RIGHT && type != JoinType.FULL) {
            trace(left, column, far, keys);
        } else if (!ofLeft && (type == JoinType.INNER || type == JoinType.RIGHT)) {
            trace(right, column - leftWidth, far, keys);
        }
        if (type != JoinType.INNER && type != JoinType.SEMI) {
            return;
        }
        int equal = ofLeft ? join.leftKeys().indexOf(column) : join.rightKeys().indexOf(column - leftWidth);
        if (equal >= 0 && ofLeft) {
            trace(right, join.rightKeys().get(equal), far, keys);
        } else if (equal >= 0) {
            trace(left, join.leftKeys().get(equal), far, keys);
        }
    }

    private void consider(Operation scan, int column, Keys keys) {
        Estimate rows = scan.estimate();
        Estimate source = keys.source().estimate();
        KeyMatch.Side scanned = rows.columns().get(column).in(rows.rows());
        KeyMatch.Side built = source.columns().get(keys.key()).in(source.rows());
        if (!sameType(scan, column, keys) || Double.isNaN(scanned.distinct()) || Double.isNaN(built.distinct())) {
            return;
        }
        double passed = KeyMatch.selectivity(scanned, built) * Math.min(built.distinct(), built.rows());
        double saved = rows.bytes() * (1 - passed);
        if (rows.rows() >= SCAN_ROWS_MIN && passed <= PASSED_MAX && saved >= GAIN_MIN * source.bytes()) {
            add(scan, new Transfer(keys.source(), keys.key(), column, keys.nullsEqual(), passed));
        }
    }

    private static boolean sameType(Operation scan, int column, Keys keys) {
        return scan.types()
                .get(column)
                .withNullable(true)
                .equals(keys.source().types().get(keys.key()).withNullable(true));
    }

    /** The filters of a scan that pass least. */
    private void add(Operation scan, Transfer transfer) {
        List<Transfer> ofScan = transfers.computeIfAbsent(scan, any -> new ArrayList<>());
        boolean known = ofScan.stream()
                .anyMatch(other -> other.column() == transfer.column()
                        && other.key() == transfer.key()
                        && other.source().digest().equals(transfer.source().digest()));
        if (!known) {
            ofScan.add(transfer);
            ofScan.sort(Comparator.comparingDouble(Transfer::passed));
            if (ofScan.size() > FILTERS_OF_SCAN_MAX) {
                ofScan.remove(FILTERS_OF_SCAN_MAX);
            }
        }
    }

    // ---- The new tree

    /** A scan under a join waits for rows of that join's other side, and never the other way round, so that this comes to an end. */
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

    private PhysicalNode rebuildOperation(Operation operation) {
        List<PhysicalNode> inputs =
                operation.inputs().stream().map(this::rebuild).toList();
        PhysicalNode result = operation.withInputs(inputs);
        for (Transfer transfer : transfers.getOrDefault(operation, List.of())) {
            result = filtered(result, transfer);
        }
        return result;
    }

    private PhysicalNode filtered(PhysicalNode rows, Transfer transfer) {
        OperatorSpec semi = new OperatorSpec.HashJoin(
                JoinType.SEMI,
                List.of(transfer.column()),
                List.of(transfer.key()),
                List.of(transfer.nullsEqual()),
                null);
        PhysicalNode keys = new Exchange(rebuild(transfer.source()), new Partitioning.Broadcast());
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

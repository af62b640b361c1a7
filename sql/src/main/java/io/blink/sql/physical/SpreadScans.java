package io.blink.sql.physical;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.catalog.ParallelismOptions;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Deals out the rows of scans with tasks of their own ({@code scan.parallelism}), so that what is made of them runs in as many as otherwise. Watermarks are assigned where splits are read, and filters
 * directly above leave out rows before they travel; where an exchange follows anyway, it is the only one.
 *
 * <pre>
 *   Write(Project(Filter(Scan)))  =>  Write(Project(Rebalance(Filter(Scan))))
 * </pre>
 */
final class SpreadScans {
    private final Map<PhysicalNode, PhysicalNode> rebuilt = new IdentityHashMap<>();

    private SpreadScans() {}

    /** @param roots sinks */
    static List<PhysicalNode> in(List<PhysicalNode> roots) {
        SpreadScans pass = new SpreadScans();
        return roots.stream().map(pass::rebuild).toList();
    }

    private PhysicalNode rebuild(PhysicalNode node) {
        PhysicalNode known = rebuilt.get(node);
        if (known == null) {
            known = node instanceof Exchange exchange ? rebuild(exchange) : rebuild((Operation) node);
            rebuilt.put(node, known);
        }
        return known;
    }

    private PhysicalNode rebuild(Exchange exchange) {
        boolean ofScan = exchange.input() instanceof Operation below && isRowsOfScan(below);
        return ofScan ? exchange : new Exchange(rebuild(exchange.input()), exchange.partitioning());
    }

    private PhysicalNode rebuild(Operation operation) {
        return isRowsOfScan(operation) && staysWithScan(operation)
                ? dealtOut(operation)
                : operation.withInputs(
                        operation.inputs().stream().map(this::rebuild).toList());
    }

    /** Whether what it does to each row of such a scan by itself is all that there is below. */
    private static boolean isRowsOfScan(Operation operation) {
        if (operation.spec() instanceof OperatorSpec.TableScan) {
            return operation.parallelism() > 0;
        }
        boolean rowWise = operation.spec() instanceof OperatorSpec.Filter
                || operation.spec() instanceof OperatorSpec.Project
                || operation.spec() instanceof OperatorSpec.AssignWatermark
                || operation.spec() instanceof OperatorSpec.AssignProcessingTime;
        return rowWise && operation.onlyInput() instanceof Operation below && isRowsOfScan(below);
    }

    private static boolean staysWithScan(Operation operation) {
        return operation.spec() instanceof OperatorSpec.TableScan
                || operation.spec() instanceof OperatorSpec.AssignWatermark
                || operation.spec() instanceof OperatorSpec.Filter && staysWithScan((Operation) operation.onlyInput());
    }

    /** Rows that change go by their key, so that changes of one stay in order. */
    private static PhysicalNode dealtOut(Operation rows) {
        if (rows.changes().insertOnly()) {
            return Exchanges.dealtOut(rows);
        }
        List<Integer> key = rows.changes().smallestKey().orElseThrow(() -> withoutKey(rows));
        return Exchanges.dealtOut(rows, key);
    }

    private static BlinkException withoutKey(Operation rows) {
        return PlanErrors.unsupported("'" + ParallelismOptions.SCAN_PARALLELISM.key() + "' of the table of '"
                + rows.tables().findFirst().orElseThrow()
                + "', whose rows change: without a PRIMARY KEY nothing says which changes must stay in order."
                + " Declare PRIMARY KEY (…) NOT ENFORCED or leave the option out");
    }
}

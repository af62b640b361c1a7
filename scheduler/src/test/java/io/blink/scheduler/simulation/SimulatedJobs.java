package io.blink.scheduler.simulation;

import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorInput;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.ProbeSide;
import io.blink.core.plan.Vertex;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Graphs for the simulation. */
final class SimulatedJobs {
    private static final Partitioning HASH = new Partitioning.Hash(List.of(0));

    private static final List<Field> ROW = List.of(new Field("row", DataType.string()));

    private SimulatedJobs() {}

    static JobGraph random(String name, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> stream(name, random, true);
            case 1 -> stream(name, random, false);
            case 2 -> batch(name, random, 1);
            case 3 -> batch(name, random, 2);
            default -> joins(name, random);
        };
    }

    /**
     * Scans whose rows pass two joins before a sink. Rows are equal in the number after their colon; a join passes those of {@code -probe-} that have an equal among those of its
     * {@code -buildJOIN-}. What the joins build may be small, large, or nothing at all; it comes by key, or to the first join whole.
     */
    static JobGraph joins(String name, Random random) {
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        String probe = "r" + name + "-probe- " + (2 + random.nextInt(6)) + " " + (20 + random.nextInt(60));
        boolean broadcast = random.nextInt(3) == 0;
        if (!broadcast) {
            vertices.add(new Vertex(1, "probe", List.of(scan(1, probe)), Vertex.ANY_PARALLELISM));
        }
        for (int join = 10; join <= 11; join++) {
            boolean copied = broadcast && join == 10;
            int rows = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(50);
            String build = "r" + name + "-build" + join + "- " + (1 + random.nextInt(copied ? 4 : 2)) + " " + rows;
            vertices.add(new Vertex(join - 8, "build " + join, List.of(scan(join - 8, build)), Vertex.ANY_PARALLELISM));
            List<OperatorNode> operators = new ArrayList<>();
            if (copied) {
                operators.add(scan(1, probe));
                operators.add(join(join, new OperatorInput.FromOperator(1)));
                edges.add(new Edge(2 * join + 1, 2, join, new Partitioning.Broadcast(), EdgeKind.BLOCKING));
            } else {
                operators.add(join(join, new OperatorInput.FromEdge(2 * join)));
                ProbeSide side = random.nextInt(5) == 0 ? null : new ProbeSide(join, random.nextBoolean());
                EdgeKind kind = random.nextBoolean() ? EdgeKind.FREE : EdgeKind.BLOCKING;
                edges.add(new Edge(2 * join, join == 10 ? 1 : 10, join, HASH, kind, side));
                edges.add(new Edge(2 * join + 1, join - 8, join, HASH, EdgeKind.FREE));
            }
            vertices.add(new Vertex(join, "join " + join, operators, Vertex.ANY_PARALLELISM));
        }
        edges.add(new Edge(12, 11, 12, HASH, EdgeKind.FREE));
        vertices.add(
                new Vertex(12, "write", List.of(sink(12, new OperatorInput.FromEdge(12))), Vertex.ANY_PARALLELISM));
        String mode = random.nextInt(5) == 0 ? "ALL_EXCHANGES_PIPELINED" : "ALL_EXCHANGES_BLOCKING";
        return graph(
                name,
                ExecutionMode.BATCH,
                vertices,
                edges,
                Map.of(
                        "execution.batch-shuffle-mode",
                        mode,
                        "table.optimizer.join.broadcast-threshold",
                        "2mb",
                        "execution.batch.adaptive.auto-parallelism.avg-data-volume-per-task",
                        "2mb",
                        "table.optimizer.skewed-join-optimization.skewed-factor",
                        "1.5",
                        "table.optimizer.skewed-join-optimization.skewed-threshold",
                        "1mb"));
    }

    private static OperatorNode join(int id, OperatorInput probe) {
        return new OperatorNode(
                id,
                "join-" + id,
                "join",
                new OperatorSpec.HashJoin(JoinType.INNER, List.of(0), List.of(0), List.of(false), null),
                List.of(probe, new OperatorInput.FromEdge(2 * id + 1)),
                List.of(ROW.get(0), ROW.get(0)));
    }

    /** One vertex that reads and writes, or two with a hash exchange between them. */
    static JobGraph stream(String name, Random random, boolean exchange) {
        String scan = "r" + name + "- " + (2 + random.nextInt(5)) + " " + (150 + random.nextInt(200));
        int parallelism = 1 + random.nextInt(2);
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        if (exchange) {
            vertices.add(new Vertex(1, "scan", List.of(scan(1, scan)), parallelism));
            vertices.add(new Vertex(2, "write", List.of(sink(2, new OperatorInput.FromEdge(1))), parallelism));
            edges.add(new Edge(1, 1, 2, HASH, EdgeKind.PIPELINED));
        } else {
            vertices.add(new Vertex(
                    1, "copy", List.of(scan(1, scan), sink(2, new OperatorInput.FromOperator(1))), parallelism));
        }
        return graph(
                name,
                ExecutionMode.STREAMING,
                vertices,
                edges,
                Map.of("execution.checkpointing.interval", (100 + random.nextInt(400)) + " ms"));
    }

    /** Scans, a hash exchange, a vertex that passes on, another exchange, a sink. */
    static JobGraph batch(String name, Random random, int scans) {
        List<Vertex> vertices = new ArrayList<>();
        List<Edge> edges = new ArrayList<>();
        List<OperatorInput> inputs = new ArrayList<>();
        for (int i = 1; i <= scans; i++) {
            String scan = "r" + name + "-" + i + "- " + (2 + random.nextInt(6)) + " " + (20 + random.nextInt(60));
            vertices.add(new Vertex(i, "scan " + i, List.of(scan(i, scan)), Vertex.ANY_PARALLELISM));
            edges.add(new Edge(i, i, 10, HASH, kind(random)));
            inputs.add(new OperatorInput.FromEdge(i));
        }
        vertices.add(new Vertex(
                10,
                "union",
                List.of(new OperatorNode(10, "union", "union", new OperatorSpec.Union(), inputs, List.of())),
                Vertex.ANY_PARALLELISM));
        Partitioning last = random.nextBoolean() ? HASH : new Partitioning.Forward();
        edges.add(new Edge(10, 10, 11, last, kind(random)));
        vertices.add(
                new Vertex(11, "write", List.of(sink(11, new OperatorInput.FromEdge(10))), Vertex.ANY_PARALLELISM));
        String mode = List.of("ADAPTIVE", "ALL_EXCHANGES_BLOCKING", "ALL_EXCHANGES_PIPELINED")
                .get(random.nextInt(3));
        return graph(name, ExecutionMode.BATCH, vertices, edges, Map.of("execution.batch-shuffle-mode", mode));
    }

    private static EdgeKind kind(Random random) {
        return random.nextInt(4) == 0 ? EdgeKind.PIPELINED : random.nextBoolean() ? EdgeKind.BLOCKING : EdgeKind.FREE;
    }

    static OperatorNode scan(int id, String json) {
        return new OperatorNode(
                id,
                "scan-" + id,
                "scan",
                new OperatorSpec.TableScan(new ConnectorHandle(Warehouse.NAME, 1, json)),
                List.of(),
                ROW);
    }

    static OperatorNode sink(int id, OperatorInput input) {
        return new OperatorNode(
                id,
                "sink-" + id,
                "sink",
                new OperatorSpec.TableWrite(new ConnectorHandle(Warehouse.NAME, 1, "")),
                List.of(input),
                List.of());
    }

    static JobGraph graph(
            String name, ExecutionMode mode, List<Vertex> vertices, List<Edge> edges, Map<String, String> settings) {
        return new JobGraph(
                JobGraph.FORMAT_VERSION,
                name,
                mode,
                vertices,
                edges,
                List.of(),
                new Configuration(settings),
                0,
                "UTC",
                JobGraph.DEFAULT_KEY_GROUPS);
    }

    static String key(String row) {
        return row.substring(row.indexOf(':') + 1);
    }

    private static Set<String> keys(List<String> rows) {
        Set<String> keys = new HashSet<>();
        rows.forEach(row -> keys.add(key(row)));
        return keys;
    }

    /** All rows that the job must have committed when it has finished. */
    static Set<String> expected(JobGraph graph) {
        Set<String> rows = new HashSet<>();
        List<Set<String>> builds = new ArrayList<>();
        graph.vertices().forEach(vertex -> vertex.operators().forEach(node -> {
            if (node.spec() instanceof OperatorSpec.TableScan scan) {
                List<String> read = Warehouse.expected(scan.scan().json());
                if (scan.scan().json().contains("-build")) {
                    builds.add(keys(read));
                } else {
                    rows.addAll(read);
                }
            }
        }));
        builds.forEach(build -> rows.removeIf(row -> !build.contains(key(row))));
        return rows;
    }
}

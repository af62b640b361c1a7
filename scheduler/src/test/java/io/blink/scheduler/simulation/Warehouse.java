package io.blink.scheduler.simulation;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitSource;
import io.blink.testing.connector.PartialConnector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables outside: what there is to read, what was committed. A handle's JSON is {@code prefix splits rowsPerSplit} for a scan and anything for a sink; a committable's is
 * {@code subtask attempt checkpoint row,row,…}. Committing the same committable again changes nothing; a row that another one has committed is the violation that
 * the simulation looks for.
 */
final class Warehouse extends PartialConnector {
    static final String NAME = "warehouse";

    private final Map<String, Map<String, String>> rowsByJob = new TreeMap<>();
    private final Set<String> committed = new HashSet<>();
    private final Map<String, Integer> attempts = new HashMap<>();

    private final Map<String, Integer> mistakesLeft = new HashMap<>();

    Warehouse() {
        super(NAME);
    }

    /** The next {@code count} times that splits of the job are looked for, the turn that gets them throws. */
    void plantMistakes(String jobId, int count) {
        mistakesLeft.merge(jobId, count, Math::addExact);
    }

    private boolean mistaken(String scanPrefix) {
        String jobId = scanPrefix.substring(1, scanPrefix.indexOf('-'));
        int left = mistakesLeft.getOrDefault(jobId, 0);
        mistakesLeft.put(jobId, Math.max(0, left - 1));
        return left > 0;
    }

    static String splitRow(String splitId, int row) {
        return splitId + ":" + row;
    }

    /** The job whose savepoint one goes on from. */
    private static String first(String jobId) {
        return jobId.replace("+", "");
    }

    /** Rows that are visible, by job; those of a job that goes on from another's savepoint count as the other's. */
    Set<String> rows(String jobId) {
        return rowsByJob.getOrDefault(first(jobId), Map.of()).keySet();
    }

    /** What a scan with that handle has to read. */
    static List<String> expected(String scanJson) {
        String[] shape = scanJson.split(" ");
        List<String> rows = new ArrayList<>();
        for (int split = 0; split < Integer.parseInt(shape[1]); split++) {
            for (int row = 0; row < Integer.parseInt(shape[2]); row++) {
                rows.add(splitRow(shape[0] + split, row));
            }
        }
        return rows;
    }

    private void commit(CommitterContext context, Committable committable) {
        String identity = context.jobId() + " " + committable.json();
        if (!committed.add(identity)) {
            return;
        }
        String[] parts = committable.json().split(" ", 4);
        if (context.mode() == ExecutionMode.BATCH) {
            Integer other = attempts.put(context.jobId() + " " + parts[0], Integer.valueOf(parts[1]));
            if (other != null && other != Integer.parseInt(parts[1])) {
                throw new SimulationViolation("attempts " + other + " and " + parts[1] + " of " + context.jobId()
                        + " task " + parts[0] + " are both committed");
            }
        }
        for (String row : parts[3].isEmpty() ? new String[0] : parts[3].split(",")) {
            String before = rowsByJob
                    .computeIfAbsent(first(context.jobId()), id -> new TreeMap<>())
                    .put(row, committable.json());
            if (before != null) {
                throw new SimulationViolation("row " + row + " of " + context.jobId() + " was committed by [" + before
                        + "] and by [" + committable.json() + "]");
            }
        }
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        String[] shape = scan.json().split(" ");
        return new SplitSource() {
            private int next;

            @Override
            public List<Split> next(int max) {
                if (mistaken(shape[0])) {
                    return PlantedMistake.splits();
                }
                List<Split> splits = new ArrayList<>();
                while (next < Integer.parseInt(shape[1]) && splits.size() < 3) {
                    splits.add(new Split(shape[0] + next++, shape[2], 3_000_000, List.of("host" + next % 3)));
                }
                return splits;
            }

            @Override
            public boolean finished() {
                return next >= Integer.parseInt(shape[1]);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        return new Committer() {
            @Override
            public void commit(long checkpointId, List<Committable> committables) {
                committables.forEach(committable -> Warehouse.this.commit(context, committable));
            }

            @Override
            public void cleanUp() {}

            @Override
            public void close() {}
        };
    }
}

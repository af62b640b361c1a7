package io.blink.integration.random;

import io.blink.benchmarks.compare.ResultRows;
import io.blink.testing.peers.Peer;
import io.blink.testing.peers.PeerAnswer;
import io.blink.testing.peers.PeerKind;
import io.blink.testing.peers.PeerOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** DuckDB in a process of its own, with the tables. */
final class Oracle implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private final Path folder;
    private final Peer duckdb;

    Oracle(Path folder, RandomTables tables) {
        this.folder = folder;
        this.duckdb = Peer.start(new PeerOptions(
                PeerKind.DUCKDB,
                folder,
                List.of(),
                List.of("-Xmx256m"),
                Map.of("threads", "1", "default_null_order", "NULLS_FIRST_ON_ASC_LAST_ON_DESC")));
        tables.writing().forEach(statement -> duckdb.execute(statement, TIMEOUT));
    }

    /** Empty if DuckDB refuses the query or fails. */
    Optional<ResultRows> rows(String query) {
        Path file = folder.resolve("rows.csv");
        PeerAnswer answer = duckdb.run(query, file, TIMEOUT);
        return answer instanceof PeerAnswer.Done ? Optional.of(alike(ResultRows.readTyped(file))) : Optional.empty();
    }

    /** Values that both engines spell in their own way, spelled in one. */
    private static ResultRows alike(ResultRows rows) {
        return new ResultRows(
                rows.types(),
                rows.names(),
                rows.rows().stream().map(row -> alike(rows.types(), row)).toList());
    }

    static List<String> alike(List<String> types, List<String> row) {
        List<String> values = new ArrayList<>();
        for (int column = 0; column < row.size(); column++) {
            values.add(row.get(column) == null ? null : alike(types.get(column), row.get(column)));
        }
        return values;
    }

    private static String alike(String type, String value) {
        return switch (type) {
            case "BOOLEAN" -> value.toLowerCase(Locale.ROOT);
            case "TIMESTAMP" -> LocalDateTime.parse(value.replace(' ', 'T')).toString();
            default -> value;
        };
    }

    @Override
    public void close() {
        duckdb.close();
    }
}

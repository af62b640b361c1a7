package io.blink.integration.borders;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.connectors.datagen.DatagenConnectorFactory;
import io.blink.connectors.nexmark.NexmarkConnectorFactory;
import io.blink.connectors.print.PrintConnectorFactory;
import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.spi.catalog.ParallelismOptions;
import io.blink.core.spi.catalog.WatermarkOptions;
import io.blink.formats.filesystem.FilesystemConnectorFactory;
import io.blink.hive.HiveConnectorFactory;
import io.blink.jdbc.JdbcConnectorFactory;
import io.blink.kafka.KafkaConnectorFactory;
import io.blink.kafka.UpsertKafkaConnectorFactory;
import io.blink.runtime.task.StateOptions;
import io.blink.runtime.transport.TransportOptions;
import io.blink.runtime.worker.WorkerOptions;
import io.blink.scheduler.SchedulerOptions;
import io.blink.session.SessionOptions;
import io.blink.session.local.LocalEngineOptions;
import io.blink.sql.SqlOptions;
import io.blink.yarn.YarnOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of options in the pages say what the options say: their keys and aliases, their kinds and their defaults. */
class OptionPagesTest {
    private static final Path PAGES = Path.of("../docs");
    private static final Pattern CODE = Pattern.compile("`([^`]*)`");
    private static final Pattern CELL = Pattern.compile("(?<!\\\\)\\|");
    /** What the column of kinds may say besides the values of a choice. */
    private static final Set<String> KINDS =
            Set.of("integer", "decimal", "duration", "size", "true or false", "choice", "text", "one character");
    /** An option of a format for the keys or the values of Kafka's records alone stands in the page for both. */
    private static final Pattern OF_PART = Pattern.compile("(?:key|value)\\.(.+\\..+)");

    /**
     * Rows of a table of a page whose columns are key, kind (unless there are three columns), default and meaning.
     *
     * @param kind {@code null} where the table has none
     */
    private record Row(String section, List<String> keys, String kind, List<String> defaults, String meaning) {
        boolean has(ConfigOption<?> option) {
            return keys.contains(option.key());
        }

        /** Empty where there is none. */
        String defaultOf(String key) {
            return defaults.isEmpty() ? "" : defaults.get(Math.min(keys.indexOf(key), defaults.size() - 1));
        }
    }

    private static List<Row> rows(String page) throws IOException {
        List<Row> rows = new ArrayList<>();
        String section = "";
        int columns = 0;
        for (String line : Files.readAllLines(PAGES.resolve(page))) {
            if (line.startsWith("#")) {
                section = line.replaceFirst("#+ ", "");
            }
            String[] cells = line.startsWith("|") ? CELL.split(line, -1) : new String[0];
            boolean head = cells.length > 3 && Set.of("Key", "Option").contains(cells[1].strip());
            columns = head ? cells.length - 2 : cells.length == 0 ? 0 : columns;
            if (columns >= 3 && !head && !cells[1].startsWith("-")) {
                String kind = columns == 4 ? cells[2].strip() : null;
                rows.add(new Row(section, codes(cells[1]), kind, codes(cells[columns - 1]), cells[1] + cells[columns]));
            }
        }
        return rows;
    }

    private static List<String> codes(String cell) {
        return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
    }

    private static List<ConfigOption<?>> settings() {
        return Stream.of(
                        SqlOptions.all(),
                        SchedulerOptions.all(),
                        SessionOptions.all(),
                        StateOptions.all(),
                        WorkerOptions.all(),
                        TransportOptions.all(),
                        LocalEngineOptions.all(),
                        YarnOptions.all())
                .<ConfigOption<?>>flatMap(List::stream)
                .toList();
    }

    @Test
    void settingsSayWhatTheOptionsSay() throws IOException {
        List<Row> rows = rows("settings.md");
        assertThat(settings().stream()
                        .flatMap(option -> mistakes(option, rows, true))
                        .toList())
                .isEmpty();
    }

    @Test
    void tablesOfConnectorsSayWhatTheOptionsSay() throws IOException {
        List<Row> rows = rows("settings.md");
        List<String> mistakes = new ArrayList<>();
        mistakes.addAll(mistakes("filesystem", new FilesystemConnectorFactory().tableOptions(), rows));
        mistakes.addAll(mistakes("hive", new HiveConnectorFactory().tableOptions(), rows));
        List<ConfigOption<?>> datagen = new ArrayList<>(new DatagenConnectorFactory().tableOptions());
        datagen.removeIf(option -> option.key().equals("fields.*")); // Its properties have a table of their own.
        mistakes.addAll(mistakes("datagen", datagen, rows));
        mistakes.addAll(mistakes("jdbc", new JdbcConnectorFactory().tableOptions(), rows));
        mistakes.addAll(mistakes("nexmark", new NexmarkConnectorFactory().tableOptions(), rows));
        mistakes.addAll(mistakes("print", new PrintConnectorFactory().tableOptions(), rows));
        mistakes.addAll(mistakes("Every table with a watermark", WatermarkOptions.ALL, rows));
        mistakes.addAll(mistakes("Every table", ParallelismOptions.ALL, rows));
        assertThat(mistakes).isEmpty();
    }

    @Test
    void everyOptionOfKafkaHasItsRow() throws IOException {
        List<Row> rows = rows("connectors.md");
        List<ConfigOption<?>> options = new ArrayList<>(new KafkaConnectorFactory().tableOptions());
        options.addAll(new UpsertKafkaConnectorFactory().tableOptions());
        assertThat(options.stream()
                        .flatMap(option -> mistakes(inPage(option, rows), rows, false))
                        .distinct())
                .isEmpty();
    }

    /** The option as the page has it: without the part of the record, and under the simplest format of those that share it, unless it has a row of its own. */
    private static <T> ConfigOption<T> inPage(ConfigOption<T> option, List<Row> rows) {
        Matcher ofPart = OF_PART.matcher(option.key());
        ConfigOption<T> whole = ofPart.matches() ? named(option, ofPart.group(1)) : option;
        return rows.stream().anyMatch(row -> row.has(whole))
                ? whole
                : named(
                        whole,
                        whole.key()
                                .replaceFirst("^[a-z]+-json\\.", "json.")
                                .replaceFirst("^debezium-avro-confluent\\.", "avro-confluent."));
    }

    private static <T> ConfigOption<T> named(ConfigOption<T> option, String key) {
        return new ConfigOption<>(key, option.parser(), option.defaultText(), option.description(), option.aliases());
    }

    @Test
    void noRowIsOfAKindThatNobodyExplains() throws IOException {
        assertThat(rows("settings.md").stream()
                        .map(Row::kind)
                        .filter(kind -> kind != null && !kind.contains("`") && !KINDS.contains(kind)))
                .isEmpty();
    }

    /** Options of a connector stand in its own section, those of formats in theirs. */
    private static List<String> mistakes(String section, List<ConfigOption<?>> options, List<Row> rows) {
        List<Row> own = rows.stream()
                .filter(row -> row.section().equals(section) || row.section().startsWith("Formats"))
                .toList();
        return options.stream()
                .flatMap(option -> mistakes(option, own, true))
                .map(mistake -> section + ": " + mistake)
                .toList();
    }

    private static Stream<String> mistakes(ConfigOption<?> option, List<Row> rows, boolean withKinds) {
        String key = option.key();
        List<Row> found = rows.stream().filter(row -> row.has(option)).toList();
        if (found.isEmpty()) {
            return Stream.of(key + " has no row");
        }
        Set<String> mistakes = new TreeSet<>();
        for (Row row : found) {
            String shown = row.defaultOf(key);
            if (!sameValue(option, shown)) {
                mistakes.add(key + " has the default " + option.defaultText() + ", not " + shown);
            }
            if (withKinds && !row.kind().contains("`") && !row.kind().equals(kind(option))) {
                mistakes.add(key + " is of kind " + kind(option) + ", not " + row.kind());
            }
            option.aliases().stream()
                    .filter(alias -> !row.meaning().contains("`" + alias + "`"))
                    .forEach(alias -> mistakes.add(key + " does not name " + alias));
        }
        return mistakes.stream();
    }

    private static boolean sameValue(ConfigOption<?> option, String shown) {
        if (option.defaultText() == null || shown.isEmpty()) {
            return shown.equals(Objects.requireNonNullElse(option.defaultText(), ""));
        }
        return option.parse(option.defaultText()).equals(option.parse(shown));
    }

    /** By what its parser makes of texts of each kind. */
    private static String kind(ConfigOption<?> option) {
        if (reads(option, "7 min", Duration.class)) {
            return "duration";
        }
        if (reads(option, "7mb", DataSize.class)) {
            return "size";
        }
        if (reads(option, "7", Integer.class) || reads(option, "7", Long.class)) {
            return "integer";
        }
        if (reads(option, "0.5", Double.class)) {
            return "decimal";
        }
        if (reads(option, "true", Boolean.class)) {
            return "true or false";
        }
        if (reads(option, ";", Character.class)) {
            return "one character";
        }
        return reads(option, "any text", String.class) ? "text" : "choice";
    }

    private static boolean reads(ConfigOption<?> option, String text, Class<?> type) {
        try {
            return type.isInstance(option.parser().apply(text));
        } catch (IllegalArgumentException e) {
            return false; // It is of another kind.
        }
    }
}

package io.blink.integration.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class ArchiveIT {
    private static final Path HOME =
            Path.of("../dist/target/blink-0.1.0/blink-0.1.0").toAbsolutePath().normalize();

    @TempDir
    Path folder;

    @Test
    void eachConnectorIsAPluginWithWhatItAloneNeeds() throws IOException {
        try (Stream<Path> plugins = Files.list(HOME.resolve("plugins"))) {
            assertThat(plugins.map(plugin -> plugin.getFileName().toString()))
                    .containsExactlyInAnyOrder("basic", "filesystem", "hive", "jdbc", "kafka", "rocksdb");
        }
        assertThat(content("plugins/basic")).containsExactly("blink-basic-connectors");
        assertThat(content("plugins/jdbc")).containsExactly("blink-jdbc-connector");
        assertThat(content("plugins/rocksdb")).containsExactly("blink-state-rocksdb", "rocksdbjni");
        assertThat(content("plugins/hive"))
                .containsExactly(
                        "blink-hive-connector",
                        "hive-standalone-metastore-common",
                        "libfb303",
                        "libthrift",
                        "plugin.properties");
        assertThat(content("plugins/filesystem"))
                .contains("blink-formats", "avro", "parquet-hadoop", "orc-core", "hive-storage-api", "zstd-jni")
                .doesNotContain("blink-core", "slf4j-api", "hadoop-client-api", "jackson-annotations");
    }

    @Test
    void theEngineHasNoConnectorAndAllThatIsShared() throws IOException {
        assertThat(content("lib"))
                .contains(
                        "blink-client",
                        "blink-core",
                        "blink-hadoop-filesystem",
                        "blink-yarn-integration",
                        "hadoop-client-api",
                        "hadoop-client-runtime",
                        "jackson-annotations",
                        "log4j-core",
                        "slf4j-api")
                .noneMatch(
                        name -> name.matches(
                                "(blink-(formats|hive|basic|jdbc|kafka|state-rocksdb)|avro|parquet|orc|libthrift|hive|fastcsv|kafka|rocksdb).*"));
    }

    @Test
    void noJarIsInTwoPlaces() throws IOException {
        List<String> all = new ArrayList<>();
        for (String place : List.of(
                "lib", "plugins/basic", "plugins/filesystem", "plugins/hive", "plugins/jdbc", "plugins/rocksdb")) {
            content(place).stream()
                    .filter(name -> !name.equals("plugin.properties"))
                    .forEach(all::add);
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    /** Names of the files in one folder, without versions. */
    private static List<String> content(String place) throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve(place))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("-\\d[^/]*\\.jar$", ""))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theCommandLineFindsAllPlugins() throws Exception {
        Files.writeString(Files.createDirectories(folder.resolve("csv")).resolve("rows.csv"), "a,1\nb,2\n");
        String script = """
                CREATE TABLE rows_csv (k STRING, v INT) WITH ('connector'='filesystem', 'path'='%1$s/csv', 'format'='csv');
                CREATE TABLE rows_parquet (k STRING, v INT) WITH (
                  'connector'='filesystem', 'path'='%1$s/parquet', 'format'='parquet', 'parquet.compression'='zstd');
                CREATE TABLE rows_orc (k STRING, v INT) WITH (
                  'connector'='filesystem', 'path'='%1$s/orc', 'format'='orc', 'orc.compress'='zstd');
                CREATE TABLE made (v INT) WITH ('connector'='datagen', 'number-of-rows'='3');
                INSERT INTO rows_parquet SELECT * FROM rows_csv;
                INSERT INTO rows_orc SELECT * FROM rows_parquet;
                SELECT k, v, n FROM rows_orc CROSS JOIN (SELECT COUNT(*) AS n FROM made) ORDER BY k;
                CREATE CATALOG h WITH ('type'='hive', 'hive-conf-dir'='%1$s/nowhere');
                """.formatted(folder);
        Path output = folder.resolve("output");
        Path messages = folder.resolve("messages");
        ProcessBuilder command = new ProcessBuilder(
                        HOME.resolve("bin/blink").toString(), "sql", "--format", "csv", "-e", script)
                .redirectOutput(output.toFile())
                .redirectError(messages.toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().remove("BLINK_HOME");
        int code = command.start().waitFor();
        assertThat(Files.readString(output, StandardCharsets.UTF_8))
                .as(() -> read(messages))
                .isEqualToNormalizingNewlines("k,v,n\na,1,3\nb,2,3\n");
        assertThat(read(messages)).contains("hive-site.xml does not exist");
        assertThat(code).isEqualTo(1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}

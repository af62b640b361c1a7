package io.blink.benchmarks.engine;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.cluster.BenchCluster;
import io.blink.core.error.BlinkException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Blink through a session on YARN, with a worker of one core for each core; the session lives for the runs of one suite. */
final class YarnBlink implements BlinkPlace {
    private static final Pattern APPLICATION = Pattern.compile("application_\\d+_\\d+");

    private final Path home;
    private final Resources resources;
    private final TablesOnHdfs hdfs;
    private String application;

    /** @param home the source tree, whose {@code bin} runs what was built last */
    YarnBlink(Path home, Resources resources, TablesOnHdfs hdfs) {
        this.home = home;
        this.resources = resources;
        this.hdfs = hdfs;
    }

    @Override
    public void begin() {
        hdfs.prepare();
        String said = session(
                "-d",
                "-n",
                Integer.toString(resources.threads()),
                "-s",
                "1",
                "-jm",
                Integer.toString(BenchCluster.MASTER_MEGABYTES),
                "-tm",
                Integer.toString(hdfs.workerMegabytes()));
        Matcher matcher = APPLICATION.matcher(said);
        if (!matcher.find()) {
            throw failed(said);
        }
        application = matcher.group();
    }

    @Override
    public List<String> target() {
        return List.of("--target", "yarn-session", "-id", application);
    }

    @Override
    public Map<String, String> environment() {
        return hdfs.environment();
    }

    @Override
    public String location(String table) {
        return hdfs.location(table);
    }

    /** Of the containers together: the workers and the ApplicationMaster. */
    @Override
    public long peakMegabytes(Process command) {
        return hdfs.containers().stream()
                .mapToLong(process -> ProcessMemory.peakMegabytes(process.pid()))
                .sum();
    }

    @Override
    public void end() {
        if (application != null) {
            session("--stop", "-id", application);
            application = null;
        }
    }

    /** What {@code yarn-session.sh} prints for these words. */
    private String session(String... words) {
        List<String> command =
                new ArrayList<>(List.of(home.resolve("bin/yarn-session.sh").toString()));
        command.addAll(List.of(words));
        try {
            File log = Files.createDirectories(resources.folder().resolve(EngineName.BLINK_YARN.label()))
                    .resolve("session.log")
                    .toFile();
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log);
            builder.environment().putAll(environment());
            int status = builder.start().waitFor();
            String said = Files.readString(log.toPath(), StandardCharsets.UTF_8);
            if (status != 0) {
                throw failed(said);
            }
            return said;
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.ENGINE_FAILED, "Cannot run " + String.join(" ", command), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(
                    BenchErrorCode.ENGINE_FAILED, "Interrupted while a session was started or ended", e);
        }
    }

    private static BlinkException failed(String said) {
        return new BlinkException(BenchErrorCode.ENGINE_FAILED, "The session on YARN did not start or end: " + said);
    }
}

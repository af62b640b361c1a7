package io.blink.integration.yarn;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.ContainerProcess;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobState;
import io.blink.testing.function.FunctionJarCompiler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions of users on a cluster: kept in the metastore, their jars on HDFS or brought by the client. */
class UserFunctionsIT {
    private static final Map<String, String> SOURCES = Map.of("acme.Shout", """
            package acme;
            public final class Shout extends io.blink.core.spi.function.ScalarFunction {
                public String eval(String text, int times) { return text + "!".repeat(times); }
            }
            """, "acme.Total", """
            package acme;
            import io.blink.core.spi.function.AggregateFunction;
            public final class Total extends AggregateFunction<Long, Total.Sum> {
                public static class Sum { public long value; }
                @Override public Sum createAccumulator() { return new Sum(); }
                @Override public Long getValue(Sum sum) { return sum.value; }
                public void accumulate(Sum sum, long value) { sum.value += value; }
                public void merge(Sum sum, Iterable<Sum> others) { for (Sum other : others) { sum.value += other.value; } }
            }
            """);

    @TempDir
    private static Path folder;

    private static SharedCluster cluster;
    private static YarnSession session;
    private static Path jar;

    @BeforeAll
    static void startSession() {
        jar = FunctionJarCompiler.compile(folder, "acme.jar", SOURCES);
        cluster = SharedCluster.get();
        session = YarnSession.start(cluster, "-nm", "user-functions-it", "-jm", "768", "-tm", "768", "-s", "1");
    }

    @AfterAll
    static void endSession() {
        session.close();
    }

    @Test
    void aLocalJarIsBroughtToTheCluster() {
        CommandResult result = session.sql("""
                CREATE TEMPORARY FUNCTION shout AS 'acme.Shout' USING JAR '%s';
                SELECT shout(a, b) AS s FROM (VALUES ('x', 1), ('y', 2)) AS t (a, b) ORDER BY s;
                """.formatted(jar));
        assertThat(result.succeeded().output()).isEqualToNormalizingNewlines("s\nx!\ny!!\n");
    }

    @Test
    void aFunctionOfTheMetastoreIsFoundByLaterSessions() throws IOException {
        String onHdfs = "/user-functions-it/acme.jar";
        upload(onHdfs);
        String use = cluster.use("user_functions_it");
        session.sql(use + """
                DROP FUNCTION IF EXISTS total;
                CREATE FUNCTION total AS 'acme.Total' LANGUAGE JAVA USING JAR '%s';
                CREATE TABLE numbers STORED AS PARQUET AS SELECT n, MOD(n, 3) AS k FROM UNNEST(ARRAY_REPEAT(1, 1000)) WITH ORDINALITY AS u (x, n);
                """.formatted(uri(onHdfs))).succeeded();
        CommandResult result = session.sql(use + "SELECT k, total(n) AS t FROM numbers GROUP BY k ORDER BY k;");
        assertThat(result.succeeded().output()).isEqualToNormalizingNewlines("k,t\n0,166833\n1,167167\n2,166500\n");
        assertThat(session.sql(use + "SHOW USER FUNCTIONS;").succeeded().output())
                .contains("total");
    }

    @Test
    void aQueryOutlivesTheWorkersThatRunItsFunctions() throws Exception {
        CompletableFuture<CommandResult> result = session.startSql("""
                CREATE TEMPORARY FUNCTION shout AS 'acme.Shout' USING JAR '%s';
                SELECT SUM(CHAR_LENGTH(shout(CAST(MOD(n, 7) AS STRING), 2000))) AS s
                FROM UNNEST(ARRAY_REPEAT(1, 200000)) WITH ORDINALITY AS u (x, n);
                """.formatted(jar));
        session.awaitJob(job -> job.name().contains("shout") && job.state() == JobState.RUNNING
                || job.state() == JobState.FINISHED && job.name().contains("CHAR_LENGTH"));
        session.workers().forEach(ContainerProcess::kill);
        assertThat(result.get(4, TimeUnit.MINUTES).succeeded().output()).isEqualToNormalizingNewlines("s\n400200000\n");
    }

    private static Configuration hadoop() {
        Configuration configuration = new Configuration();
        configuration.set("fs.defaultFS", cluster.hadoop().fileSystem().toString());
        return configuration;
    }

    private static String uri(String path) {
        return cluster.hadoop().fileSystem().resolve(path).toString();
    }

    private static void upload(String path) throws IOException {
        try (FileSystem fileSystem = FileSystem.newInstance(hadoop())) {
            fileSystem.copyFromLocalFile(
                    false, true, new org.apache.hadoop.fs.Path(jar.toUri()), new org.apache.hadoop.fs.Path(path));
        }
    }
}

package io.blink.testing.peers;

import io.blink.testing.process.ServerClassPath;
import java.nio.file.Path;
import java.util.List;

/** The engines, each with its folder under {@code testing/servers}, its main class and what its JVM cannot do without. */
public enum PeerKind implements PeerProgram {
    DUCKDB("duckdb", DuckDbStatements.class, List.of()),
    SPARK("spark", SparkStatements.class, sparkModules()),
    FLINK("flink", FlinkStatements.class, flinkModules());

    private final String server;
    private final Class<?> mainClass;
    private final List<String> jvmOptions;

    PeerKind(String server, Class<?> mainClass, List<String> jvmOptions) {
        this.server = server;
        this.mainClass = mainClass;
        this.jvmOptions = jvmOptions;
    }

    /** The module under {@code testing/servers} that lists the jars. */
    public String server() {
        return server;
    }

    @Override
    public List<Path> classPath() {
        return ServerClassPath.of(server);
    }

    @Override
    public String mainClass() {
        return mainClass.getName();
    }

    @Override
    public List<String> jvmOptions() {
        return jvmOptions;
    }

    /** What {@code spark-submit} passes (org.apache.spark.launcher.JavaModuleOptions). */
    private static List<String> sparkModules() {
        return List.of(
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--add-modules=jdk.incubator.vector",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.cs=ALL-UNNAMED",
                "--add-opens=java.base/sun.security.action=ALL-UNNAMED",
                "--add-opens=java.base/sun.util.calendar=ALL-UNNAMED",
                "-Djdk.reflect.useDirectMethodHandle=false",
                "-Dio.netty.tryReflectionSetAccessible=true");
    }

    /** What Flink's own configuration file has ({@code env.java.opts.all}), as far as a process without Kerberos needs it. */
    private static List<String> flinkModules() {
        return List.of(
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.text=ALL-UNNAMED",
                "--add-opens=java.base/java.time=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent.locks=ALL-UNNAMED");
    }
}

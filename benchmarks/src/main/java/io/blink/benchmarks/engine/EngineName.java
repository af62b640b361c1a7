package io.blink.benchmarks.engine;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.suite.Dialect;
import io.blink.core.error.BlinkException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The engines that can be measured, in the order in which they run. */
public enum EngineName {
    DUCKDB(Dialect.DUCKDB),
    /** In one process, over local files. */
    BLINK(Dialect.STANDARD),
    /** In one process, over files on HDFS. */
    BLINK_HDFS(Dialect.STANDARD),
    /** Through a session on YARN, over files on HDFS. */
    BLINK_YARN(Dialect.STANDARD),
    SPARK(Dialect.BACKTICKS),
    FLINK(Dialect.FLINK);

    private final Dialect dialect;

    EngineName(Dialect dialect) {
        this.dialect = dialect;
    }

    public Dialect dialect() {
        return dialect;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it needs a cluster. */
    public boolean onCluster() {
        return this == BLINK_HDFS || this == BLINK_YARN;
    }

    public static EngineName of(String label) {
        return Arrays.stream(values())
                .filter(name -> name.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        BenchErrorCode.COMMAND_LINE,
                        "There is no engine " + label + "; the engines are "
                                + Arrays.stream(values()).map(EngineName::label).collect(Collectors.joining(", "))));
    }
}

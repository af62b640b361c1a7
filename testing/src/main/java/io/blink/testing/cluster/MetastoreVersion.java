package io.blink.testing.cluster;

import io.blink.core.error.BlinkException;
import io.blink.testing.TestingErrorCode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The metastores that Blink supports; each is the last release of its line. */
public enum MetastoreVersion {
    V2_3("2.3", "2.3.10"),
    V3_1("3.1", "3.1.3"),
    V4_0("4.0", "4.0.1");

    private final String line;
    private final String release;

    MetastoreVersion(String line, String release) {
        this.line = line;
        this.release = release;
    }

    /** For example {@code 4.0}. */
    public static MetastoreVersion of(String line) {
        return Arrays.stream(values())
                .filter(version -> version.line.equals(line))
                .findFirst()
                .orElseThrow(() -> new BlinkException(
                        TestingErrorCode.COMMAND_LINE,
                        "No metastore " + line + "; there are "
                                + Arrays.stream(values())
                                        .map(MetastoreVersion::line)
                                        .collect(Collectors.joining(", "))));
    }

    public String line() {
        return line;
    }

    public String release() {
        return release;
    }

    String siteFile() {
        return this == V2_3 ? "hive-site.xml" : "metastore-site.xml";
    }

    Map<String, String> settings(String warehouse, String databaseFolder) {
        String prefix = this == V2_3 ? "hive.metastore." : "metastore.";
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(prefix + "warehouse.dir", warehouse);
        settings.put("javax.jdo.option.ConnectionURL", "jdbc:derby:;databaseName=" + databaseFolder + ";create=true");
        settings.put(prefix + "schema.verification", "false");
        settings.put("datanucleus.schema.autoCreateAll", "true");
        if (this == V3_1) {
            // Its other default tasks live in hive-exec, which a metastore of its own does not have.
            settings.put(
                    "metastore.task.threads.always",
                    "org.apache.hadoop.hive.metastore.events.EventCleanerTask,"
                            + "org.apache.hadoop.hive.metastore.RuntimeStatsCleanerTask");
            settings.put(
                    "metastore.expression.proxy", "org.apache.hadoop.hive.metastore.DefaultPartitionExpressionProxy");
        }
        return settings;
    }
}

package io.blink.hadoop;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Hadoop's configuration as a cluster's users have it: {@code *-site.xml} files of a folder, with settings of ours on top. */
public final class HadoopConfigurations {
    public static final ConfigOption<String> HADOOP_CONF_DIR = ConfigOption.string(
            "hadoop.conf.dir",
            null,
            "Folder with core-site.xml, hdfs-site.xml and yarn-site.xml; by default what the environment variable HADOOP_CONF_DIR names",
            "env.hadoop.conf.dir");

    /** Settings with this prefix go to Hadoop without it. */
    public static final String PASS_THROUGH_PREFIX = "flink.hadoop.";

    private static final List<String> SITE_FILES = List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml");

    private HadoopConfigurations() {}

    public static org.apache.hadoop.conf.Configuration load(Configuration settings) {
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        String folder = settings.optional(HADOOP_CONF_DIR).orElse(System.getenv("HADOOP_CONF_DIR"));
        if (folder != null) {
            addSiteFiles(hadoop, Path.of(folder));
        }
        settings.asMap().forEach((key, value) -> {
            if (key.startsWith(PASS_THROUGH_PREFIX)) {
                hadoop.set(key.substring(PASS_THROUGH_PREFIX.length()), value);
            }
        });
        return hadoop;
    }

    private static void addSiteFiles(org.apache.hadoop.conf.Configuration hadoop, Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "The Hadoop configuration folder " + folder + " does not exist; set HADOOP_CONF_DIR or '"
                            + HADOOP_CONF_DIR.key() + "' to the folder with core-site.xml.");
        }
        for (String file : SITE_FILES) {
            Path site = folder.resolve(file);
            if (Files.exists(site)) {
                hadoop.addResource(new org.apache.hadoop.fs.Path(site.toUri()));
            }
        }
    }
}

package io.blink.hadoop;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.hdfs.client.HdfsClientConfigKeys;

/** Hadoop's configuration as a cluster's users have it: {@code *-site.xml} files of a folder, with settings of ours on top. */
public final class HadoopConfigurations {
    public static final ConfigOption<String> HADOOP_CONF_DIR = ConfigOption.string(
            "hadoop.conf.dir",
            null,
            "Folder with core-site.xml, hdfs-site.xml and yarn-site.xml; by default what the environment variable HADOOP_CONF_DIR names",
            "env.hadoop.conf.dir");

    /** Settings with this prefix go to Hadoop without it. */
    public static final String PASS_THROUGH_PREFIX = "flink.hadoop.";

    /** First wait, doubled each time: 12 of them make 16 s, as the defaults do. */
    private static final String CLOSE_RETRY_MILLIS =
            HdfsClientConfigKeys.BlockWrite.LOCATEFOLLOWINGBLOCK_INITIAL_DELAY_MS_KEY;

    private static final String CLOSE_RETRIES = HdfsClientConfigKeys.BlockWrite.LOCATEFOLLOWINGBLOCK_RETRIES_KEY;
    private static final String HDFS_DEFAULTS = "hdfs-default.xml";

    private static final List<String> SITE_FILES = List.of("core-site.xml", "hdfs-site.xml", "yarn-site.xml");

    private HadoopConfigurations() {}

    public static org.apache.hadoop.conf.Configuration load(Configuration settings) {
        org.apache.hadoop.conf.Configuration hadoop = new org.apache.hadoop.conf.Configuration();
        String folder = settings.optional(HADOOP_CONF_DIR).orElse(System.getenv("HADOOP_CONF_DIR"));
        if (folder != null) {
            addSiteFiles(hadoop, Path.of(folder));
        }
        closeFilesSoon(hadoop);
        settings.asMap().forEach((key, value) -> {
            if (key.startsWith(PASS_THROUGH_PREFIX)) {
                hadoop.set(key.substring(PASS_THROUGH_PREFIX.length()), value);
            }
        });
        return hadoop;
    }

    /**
     * A NameNode that has not heard yet of a file's last block, which comes from another machine by another way, refuses to close the file; by default the client asks again after 400 ms, and every other
     * small file takes that long. What the cluster's own files say comes first.
     */
    private static void closeFilesSoon(org.apache.hadoop.conf.Configuration hadoop) {
        if (isDefault(hadoop, CLOSE_RETRY_MILLIS) && isDefault(hadoop, CLOSE_RETRIES)) {
            hadoop.setLong(CLOSE_RETRY_MILLIS, 4);
            hadoop.setInt(CLOSE_RETRIES, 12);
        }
    }

    private static boolean isDefault(org.apache.hadoop.conf.Configuration hadoop, String key) {
        String[] sources = hadoop.getPropertySources(key);
        return sources == null || Arrays.stream(sources).allMatch(HDFS_DEFAULTS::equals);
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

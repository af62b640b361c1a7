package io.blink.hive.catalog;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.hive.metastore.MetastoreReference;
import io.blink.hive.metastore.ThriftMetastoreClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code CREATE CATALOG h WITH ('type'='hive', …)} with Flink's options. */
public final class HiveCatalogFactory implements CatalogFactory {
    static final ConfigOption<String> CONF_DIR = ConfigOption.string(
            "hive-conf-dir",
            null,
            "Folder with the hive-site.xml that names the metastore; else the environment's HIVE_CONF_DIR.");

    static final ConfigOption<String> URIS = ConfigOption.string(
            "hive.metastore.uris",
            null,
            "Metastores, thrift://host:port separated by commas; overrides hive-site.xml.",
            "uri");

    static final ConfigOption<String> DEFAULT_DATABASE =
            ConfigOption.string("default-database", "default", "The database that USE CATALOG selects.");

    static final ConfigOption<String> HADOOP_CONF_DIR =
            ConfigOption.string("hadoop-conf-dir", null, "Accepted; the process's own Hadoop settings are used.");

    static final ConfigOption<String> HIVE_VERSION = ConfigOption.string(
            "hive-version", null, "Accepted; the client finds out by itself what the metastore knows.");

    @Override
    public String type() {
        return "hive";
    }

    @Override
    public List<ConfigOption<?>> options() {
        return List.of(CONF_DIR, URIS, DEFAULT_DATABASE, HADOOP_CONF_DIR, HIVE_VERSION);
    }

    @Override
    public Catalog create(String name, Configuration options, FileSystems fileSystems) {
        MetastoreReference metastore = site(options, fileSystems).metastore(options.optional(URIS), user());
        return new HiveCatalog(
                name, options.get(DEFAULT_DATABASE), metastore, new ThriftMetastoreClient(metastore.settings()));
    }

    private static HiveSite site(Configuration options, FileSystems fileSystems) {
        Optional<String> folder =
                options.optional(CONF_DIR).or(() -> Optional.ofNullable(System.getenv("HIVE_CONF_DIR")));
        if (folder.isEmpty() || (options.contains(URIS) && !options.contains(CONF_DIR))) {
            return new HiveSite(Map.of());
        }
        return HiveSite.in(folder.get(), fileSystems);
    }

    private static String user() {
        String hadoopUser = System.getenv("HADOOP_USER_NAME");
        return hadoopUser == null || hadoopUser.isBlank() ? System.getProperty("user.name", "blink") : hadoopUser;
    }
}

package io.blink.hive.catalog;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.config.Configuration;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.metastore.MetastoreReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiveSiteTest {
    private final FileSystems fileSystems = new FileSystems(List.of(), Configuration.empty());

    @TempDir
    Path folder;

    @Test
    void siteFileNamesTheMetastore() throws IOException {
        write("""
                <?xml version="1.0"?>
                <configuration>
                  <property><name>hive.metastore.uris</name><value>thrift://a:9083,thrift://b:9084</value></property>
                  <property><name>hive.metastore.client.socket.timeout</name><value>30s</value></property>
                  <property><name>hive.metastore.client.connection.timeout</name><value>7</value></property>
                  <property><name>metastore.catalog.default</name><value>spark</value></property>
                </configuration>
                """);
        MetastoreReference metastore =
                HiveSite.in(folder.toString(), fileSystems).metastore(Optional.empty(), "me");
        assertThat(metastore.uris()).isEqualTo("thrift://a:9083,thrift://b:9084");
        assertThat(metastore.readTimeoutMillis()).isEqualTo(30_000);
        assertThat(metastore.connectTimeoutMillis()).isEqualTo(7_000);
        assertThat(metastore.catalog()).isEqualTo("spark");
        assertThat(MetastoreReference.parse(metastore.json())).isEqualTo(metastore);
        assertThat(metastore.settings().addresses()).hasSize(2);
    }

    @Test
    void securedMetastoreIsRefusedClearly() {
        HiveSite kerberos =
                new HiveSite(Map.of("hive.metastore.uris", "thrift://a", "hive.metastore.sasl.enabled", "true"));
        assertFails(
                HiveErrorCode.METASTORE_SECURITY_UNSUPPORTED,
                "Kerberos (SASL) (hive.metastore.sasl.enabled = true)",
                () -> kerberos.metastore(Optional.empty(), "me"));
    }

    @Test
    void missingOrBrokenFilesAreNamed() throws IOException {
        assertFails(
                HiveErrorCode.METASTORE_INVALID_SETTING,
                folder + "/hive-site.xml",
                () -> HiveSite.in(folder.toString(), fileSystems));
        write("<configuration><property>");
        assertFails(
                HiveErrorCode.METASTORE_INVALID_SETTING,
                "is not a settings file",
                () -> HiveSite.in(folder.toString(), fileSystems));
        assertFails(HiveErrorCode.METASTORE_INVALID_SETTING, "hive.metastore.uris", () -> new HiveSite(Map.of())
                .metastore(Optional.empty(), "me"));
    }

    private void write(String content) throws IOException {
        Files.writeString(folder.resolve("hive-site.xml"), content);
    }
}

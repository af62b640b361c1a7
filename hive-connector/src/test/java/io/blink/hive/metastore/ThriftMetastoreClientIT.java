package io.blink.hive.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.testing.cluster.HiveMetastore;
import io.blink.testing.cluster.MetastoreVersion;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The contract against real metastores in processes of their own. */
class ThriftMetastoreClientIT {
    @Nested
    class Version23 extends AgainstRealServer {
        Version23() {
            super(MetastoreVersion.V2_3);
        }
    }

    @Nested
    class Version31 extends AgainstRealServer {
        Version31() {
            super(MetastoreVersion.V3_1);
        }
    }

    @Nested
    class Version40 extends AgainstRealServer {
        Version40() {
            super(MetastoreVersion.V4_0);
        }
    }

    @TestInstance(Lifecycle.PER_CLASS)
    abstract static class AgainstRealServer extends MetastoreClientContract {
        private final MetastoreVersion version;
        private HiveMetastore server;
        private ThriftMetastoreClient client;

        AgainstRealServer(MetastoreVersion version) {
            this.version = version;
        }

        @BeforeAll
        void start(@TempDir Path serverFolder) {
            server = HiveMetastore.inFolder(serverFolder, version).start();
            MetastoreSettings usual = MetastoreSettings.of(
                            MetastoreAddress.parseList(server.uri().toString()), System.getProperty("user.name"))
                    .withTimeouts(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofSeconds(20));
            client = new ThriftMetastoreClient(usual.withPartitionsPerRequest(10));
        }

        @AfterAll
        void stop() {
            client.close();
            server.close();
        }

        @Override
        MetastoreClient client() {
            return client;
        }

        @Test
        void restartedServerIsFoundAgain() {
            assertThat(client.databaseNames()).contains("default");
            server.close();
            server.start();
            assertThat(client.databaseNames()).contains("default");
        }
    }
}

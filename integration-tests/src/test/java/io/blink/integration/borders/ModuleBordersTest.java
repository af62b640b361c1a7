package io.blink.integration.borders;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The module order is the architecture: a module sees those it is built on and nothing above it. */
class ModuleBordersTest {
    private static final JavaClasses PRODUCTION = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/integration-tests/"))
            .importPackages("io.blink");

    /** A module, its package root and the modules it is built on, which bring theirs along. */
    private enum Module {
        CORE("core"),
        HADOOP_FILESYSTEM("hadoop", CORE),
        FORMATS("formats", CORE),
        BASIC_CONNECTORS("connectors", CORE),
        BATCH_SHUFFLE("shuffle", CORE),
        STATE_HDFS("state", CORE),
        JDBC_CONNECTOR("jdbc", CORE),
        KAFKA_CONNECTOR("kafka", CORE, FORMATS),
        STATE_ROCKSDB("rocksdb", CORE, STATE_HDFS),
        HIVE_CONNECTOR("hive", CORE, FORMATS, HADOOP_FILESYSTEM),
        RUNTIME("runtime", CORE, BATCH_SHUFFLE, STATE_HDFS),
        SQL("sql", CORE),
        SCHEDULER("scheduler", CORE, RUNTIME),
        SESSION("session", SQL, SCHEDULER),
        YARN_INTEGRATION("yarn", SESSION, HADOOP_FILESYSTEM),
        CLIENT("client", SESSION, YARN_INTEGRATION),
        TESTING("testing", CORE),
        BENCHMARKS("benchmarks", TESTING, SESSION, BASIC_CONNECTORS);

        private final String root;
        private final Set<Module> visible = new TreeSet<>();

        Module(String root, Module... builtOn) {
            this.root = root;
            visible.add(this);
            for (Module module : builtOn) {
                visible.addAll(module.visible);
            }
        }

        String packages() {
            return "io.blink." + root + "..";
        }
    }

    @ParameterizedTest
    @EnumSource(Module.class)
    void moduleSeesOnlyWhatItIsBuiltOn(Module module) {
        String[] above = EnumSet.allOf(Module.class).stream()
                .filter(other -> !module.visible.contains(other))
                .map(Module::packages)
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(module.packages())
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .allowEmptyShould(true)
                .check(PRODUCTION);
    }

    @Test
    void everyClassBelongsToAModule() {
        classes()
                .should()
                .resideInAnyPackage(
                        Arrays.stream(Module.values()).map(Module::packages).toArray(String[]::new))
                .check(PRODUCTION);
    }

    @Test
    void everyModuleThatHasClassesWasRead() {
        assertThat(PRODUCTION.stream()
                        .map(JavaClass::getPackageName)
                        .map(name -> name.split("\\.")[2])
                        .collect(Collectors.toSet()))
                .contains("core", "runtime", "sql", "hive", "testing");
    }

    @Test
    void hadoopStaysWithItsConnectorsAndDeployment() {
        // Parquet's and ORC's own interfaces are written in Hadoop types; nothing of them leaves these two packages.
        onlyIn("org.apache.hadoop..", "hadoop", "yarn", "hive", "formats.parquet", "formats.orc");
    }

    @Test
    void calciteStaysInSql() {
        onlyIn("org.apache.calcite..", "sql");
    }

    @Test
    void nettyStaysInTransport() {
        onlyIn("io.netty..", "runtime.transport");
    }

    @Test
    void remoteCallsStayInTheControlPlane() {
        onlyIn("io.grpc..", "runtime.control", "scheduler", "session", "yarn", "client");
    }

    @Test
    void kafkaStaysInItsConnector() {
        onlyIn("org.apache.kafka..", "kafka", "benchmarks.chaos", "benchmarks.kafka");
    }

    @Test
    void thriftStaysInTheMetastoreClient() {
        onlyIn("org.apache.thrift..", "hive.metastore");
    }

    private static void onlyIn(String library, String... roots) {
        String[] homes = Stream.of(roots).map(root -> "io.blink." + root + "..").toArray(String[]::new);
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(PRODUCTION);
    }
}

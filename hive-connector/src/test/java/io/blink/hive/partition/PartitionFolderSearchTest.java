package io.blink.hive.partition;

import static io.blink.hive.HiveAssertions.assertFails;
import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.spi.connector.PartitionFolders;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.TestingHiveTable;
import io.blink.hive.TestingHiveTable.Row;
import io.blink.hive.metastore.TestingMetastore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartitionFolderSearchTest {
    @TempDir
    Path folder;

    private TestingHiveTable table;

    @BeforeEach
    void insert() {
        table = TestingHiveTable.create(new TestingMetastore(), folder, true, Map.of());
        table.insert("job1", false, Map.of(), List.of(new Row(1L, "a", 2023, "eu"), new Row(2L, "b", 2024, "us/ca")));
    }

    private PartitionFolders found() {
        return table.connector().partitionFolders(table.definition());
    }

    @Test
    void partitionsAndFoldersThatBelongTogetherAreNeitherUnknownNorLost() {
        assertThat(found().unknown()).isEmpty();
        assertThat(found().lost()).isEmpty();
    }

    @Test
    void aFolderWithoutPartitionIsUnknownAndHiddenOnesAreNot() throws IOException {
        Files.createDirectories(folder.resolve("t/year=02022/region=a%2Fb"));
        Files.createDirectories(folder.resolve("t/_temporary/x"));
        Files.createDirectories(folder.resolve("t/.hive-staging"));
        List<PartitionFolders.Folder> unknown = found().unknown();
        assertThat(unknown).hasSize(1);
        assertThat(unknown.get(0).values()).isEqualTo(Map.of("year", "02022", "region", "a/b"));
        assertThat(unknown.get(0).location()).endsWith("/t/year=02022/region=a%2Fb");
    }

    @Test
    void aPartitionWhoseFolderIsGoneIsLost() throws IOException {
        Files.move(folder.resolve("t/year=2023"), folder.resolve("aside"));
        assertThat(found().lost()).containsExactly(Map.of("year", "2023", "region", "eu"));
        assertThat(found().unknown()).isEmpty();
    }

    @Test
    void aFolderOfAnotherFormIsNamed() throws IOException {
        Files.createDirectories(folder.resolve("t/month=1"));
        assertFails(HiveErrorCode.INVALID_PARTITION_VALUE, "month=1", this::found);
    }
}

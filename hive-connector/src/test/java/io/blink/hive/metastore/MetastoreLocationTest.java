package io.blink.hive.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetastoreLocationTest {
    @Test
    void spellingsOfOneFolderAreTheSame() {
        assertThat(MetastoreLocation.same("file:/a/b", "file:///a/b/")).isTrue();
        assertThat(MetastoreLocation.same("/a/b", "file:/a/b")).isTrue();
        assertThat(MetastoreLocation.same("hdfs://host:8020/a", "hdfs://HOST:8020/a/"))
                .isTrue();
        assertThat(MetastoreLocation.same("hdfs:///a", "hdfs://host:8020/a")).isTrue();
        assertThat(MetastoreLocation.same("file:/t/k=a%3Ab", "/t/k=a%3Ab")).isTrue();
    }

    @Test
    void otherFoldersDiffer() {
        assertThat(MetastoreLocation.same("file:/a/b", "file:/a/c")).isFalse();
        assertThat(MetastoreLocation.same("hdfs://one/a", "hdfs://two/a")).isFalse();
        assertThat(MetastoreLocation.same("hdfs://one/a", "file:/a")).isFalse();
        assertThat(MetastoreLocation.same("/t/k=a%3Ab", "/t/k=a:b")).isFalse();
    }
}

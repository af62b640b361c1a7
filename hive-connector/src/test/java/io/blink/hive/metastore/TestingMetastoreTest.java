package io.blink.hive.metastore;

class TestingMetastoreTest extends MetastoreClientContract {
    private final TestingMetastore metastore = new TestingMetastore();

    @Override
    MetastoreClient client() {
        return metastore;
    }
}

package io.blink.hive.metastore;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.hive.HiveAssertions;
import io.blink.hive.HiveErrorCode;
import org.junit.jupiter.api.Test;

class MetastoreAddressTest {
    @Test
    void urisAreReadInOrder() {
        assertThat(MetastoreAddress.parseList("thrift://a:9083, thrift://b"))
                .containsExactly(new MetastoreAddress("a", 9083), new MetastoreAddress("b", 9083));
    }

    @Test
    void otherFormsAreRefusedByName() {
        for (String wrong : new String[] {"http://a:1", "a:9083", "thrift://", "thrift://a b"}) {
            HiveAssertions.assertFails(
                    HiveErrorCode.METASTORE_INVALID_SETTING, wrong, () -> MetastoreAddress.parseList(wrong));
        }
        HiveAssertions.assertFails(
                HiveErrorCode.METASTORE_INVALID_SETTING,
                "hive.metastore.uris",
                () -> MetastoreAddress.parseList(" , "));
    }
}

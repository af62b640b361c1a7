package io.blink.kafka.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The name {@code invalid} is nobody's (RFC 2606). */
class BootstrapServersTest {
    @Test
    void hostsAreUnknownIfNoneIsKnown() {
        assertThat(BootstrapServers.unknownHosts("a.invalid:9092, PLAINTEXT://b.invalid:9092"))
                .containsExactly("a.invalid", "b.invalid");
        assertThat(BootstrapServers.unknownHosts("a.invalid:9092,localhost:1")).isEmpty();
        assertThat(BootstrapServers.unknownHosts("[::1]:9092")).isEmpty();
        assertThat(BootstrapServers.unknownHosts("127.0.0.1:9092")).isEmpty();
        assertThat(BootstrapServers.unknownHosts("what is this")).isEmpty();
    }
}

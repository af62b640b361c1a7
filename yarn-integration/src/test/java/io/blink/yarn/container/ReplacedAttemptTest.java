package io.blink.yarn.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.security.token.SecretManager;
import org.junit.jupiter.api.Test;

class ReplacedAttemptTest {
    @Test
    void refusedTokenEndsTheAttempt() {
        assertThat(ReplacedAttempt.is(new SecretManager.InvalidToken("gone"))).isTrue();
        assertThat(ReplacedAttempt.is(new IOException(
                        new RemoteException(SecretManager.InvalidToken.class.getName(), "not found in cache"))))
                .isTrue();
    }

    @Test
    void whateverMayPassDoesNot() {
        assertThat(ReplacedAttempt.is(new IOException("connection refused"))).isFalse();
        assertThat(ReplacedAttempt.is(new RemoteException(IOException.class.getName(), "busy")))
                .isFalse();
    }
}

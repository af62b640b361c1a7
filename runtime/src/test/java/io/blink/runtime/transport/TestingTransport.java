package io.blink.runtime.transport;

import io.blink.core.error.BlinkException;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.control.ProducerLocation;
import io.blink.runtime.exchange.BatchChannel;
import io.blink.runtime.exchange.FailedChannel;
import io.blink.runtime.exchange.PartitionKey;
import io.blink.runtime.exchange.PartitionRegistry;
import java.util.concurrent.Executor;

/** Server and client sides of one worker of a test. */
public final class TestingTransport implements AutoCloseable {
    public static TestingTransport start(PartitionRegistry registry, Executor io) {
        return new TestingTransport();
    }

    public int port() {
        return 0;
    }

    public RemoteChannels remote() {
        return new RemoteChannels() {
            @Override
            public BatchChannel open(
                    ProducerLocation producer, PartitionKey key, boolean blocking, int firstBucket, int bucketCount) {
                return new FailedChannel(new BlinkException(RuntimeErrorCode.CONNECTION_FAILED, "no network"));
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}

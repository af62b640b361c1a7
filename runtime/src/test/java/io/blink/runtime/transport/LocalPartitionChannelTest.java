package io.blink.runtime.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.runtime.exchange.Element;
import io.blink.shuffle.BucketStatistics;
import io.blink.shuffle.ShufflePartition;
import io.blink.shuffle.ShuffleReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LocalPartitionChannelTest {
    /** A consumer is told of a frame while the reading thread is still at work: it may take all there is before that thread is done. */
    @Test
    void readingGoesOnHoweverSoonFramesAreTaken() {
        Deque<Runnable> io = new ArrayDeque<>();
        LocalPartitionChannel channel = new LocalPartitionChannel(new LargeFrames(5, 3 << 20), 0, 1, io::add);
        AtomicInteger frames = new AtomicInteger();
        AtomicBoolean ended = new AtomicBoolean();
        channel.listener(() -> {
            for (Element element = channel.poll(); element != null; element = channel.poll()) {
                if (element instanceof Element.End) {
                    ended.set(true);
                } else {
                    frames.incrementAndGet();
                }
            }
        });
        while (!io.isEmpty()) {
            io.poll().run();
        }
        assertThat(frames).hasValue(5);
        assertThat(ended).isTrue();
    }

    /** Frames longer than a channel reads ahead. */
    private record LargeFrames(int count, int bytes) implements ShufflePartition {
        @Override
        public ShuffleReader reader(int firstBucket, int bucketCount) {
            return new ShuffleReader() {
                private int left = count;

                @Override
                public byte[] nextFrame() {
                    return left-- > 0 ? new byte[bytes] : null;
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public BucketStatistics statistics() {
            throw new UnsupportedOperationException("no channel asks for it");
        }

        @Override
        public boolean onDisk() {
            return true;
        }

        @Override
        public void delete() {}
    }
}

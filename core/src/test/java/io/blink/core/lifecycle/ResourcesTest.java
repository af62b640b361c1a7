package io.blink.core.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final List<String> closed = new ArrayList<>();
    private final Resources resources = new Resources("the engine");

    @Test
    void partsEndInReverseOrderAndOnce() {
        resources.add(() -> closed.add("first"));
        resources.add(() -> closed.add("second"));
        resources.close();
        resources.close();
        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void aFailingPartLeavesNoOtherOpen() {
        resources.add(() -> {
            throw new IOException("disk");
        });
        resources.add(() -> closed.add("between"));
        resources.add(() -> {
            throw new IllegalStateException("network");
        });
        assertThatThrownBy(resources::close)
                .isInstanceOf(BlinkException.class)
                .hasMessage("A part of the engine cannot be closed: network")
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .hasSize(1)
                        .allSatisfy(other -> assertThat(other).hasMessageContaining("disk")));
        assertThat(closed).containsExactly("between");
    }

    @Test
    void threadsAreDaemonsCountedFromOne() {
        DaemonThreads threads = new DaemonThreads("io");
        assertThat(threads.newThread(() -> {}).getName()).isEqualTo("io-1");
        Thread second = threads.newThread(() -> {});
        assertThat(second.getName()).isEqualTo("io-2");
        assertThat(second.isDaemon()).isTrue();
    }
}

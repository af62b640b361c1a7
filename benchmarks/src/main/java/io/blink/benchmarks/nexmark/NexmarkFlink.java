package io.blink.benchmarks.nexmark;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blink.connectors.ConnectorErrorCode;
import io.blink.core.column.Batch;
import io.blink.testing.peers.PeerKind;
import io.blink.testing.peers.PeerProgram;
import io.blink.testing.process.ServerClassPath;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Flink with Blink's generator of events beside it: its connector, what that is made of and what that needs. */
final class NexmarkFlink implements PeerProgram {
    private static final List<Class<?>> IN_EACH_JAR =
            List.of(ConnectorErrorCode.class, Batch.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class);

    @Override
    public List<Path> classPath() {
        return Stream.concat(
                        PeerKind.FLINK.classPath().stream(),
                        IN_EACH_JAR.stream().map(ServerClassPath::containing))
                .toList();
    }

    @Override
    public String mainClass() {
        return PeerKind.FLINK.mainClass();
    }

    @Override
    public List<String> jvmOptions() {
        return PeerKind.FLINK.jvmOptions();
    }

    @Override
    public String toString() {
        return PeerKind.FLINK.toString();
    }
}

package io.blink.integration.sql;

import static io.blink.integration.sql.SqlScripts.BATCH;
import static io.blink.integration.sql.SqlScripts.STREAMING;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** The scripts in this process. */
class SqlScriptsTest {
    private static final Map<String, String> TWO_SLOTS = Map.of("taskmanager.numberOfTaskSlots", "2");
    private static final Map<String, String> WIRE =
            Map.of("taskmanager.numberOfTaskSlots", "3", "blink.network.force-wire", "true");

    @TestFactory
    Stream<DynamicNode> batchesByReference() {
        return SqlScripts.on(() -> SessionEngine.local(TWO_SLOTS, BATCH), BATCH);
    }

    @TestFactory
    Stream<DynamicNode> batchesInTheirWireForm() {
        return SqlScripts.on(() -> SessionEngine.local(WIRE, BATCH), BATCH);
    }

    @TestFactory
    Stream<DynamicNode> streamsByReference() {
        return SqlScripts.on(() -> SessionEngine.local(TWO_SLOTS, STREAMING), STREAMING);
    }

    @TestFactory
    Stream<DynamicNode> streamsInTheirWireForm() {
        return SqlScripts.on(() -> SessionEngine.local(WIRE, STREAMING), STREAMING);
    }
}

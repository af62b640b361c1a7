package io.blink.kafka.source;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.SplitReaders;
import io.blink.core.spi.connector.SplitSource;
import io.blink.kafka.table.KafkaClients;

/** What job master and workers make of a scan's handle. */
public final class KafkaReaders {
    private KafkaReaders() {}

    public static SplitSource splits(ConnectorHandle scan) {
        return new PartitionSplits(PlanJson.read(scan.json(), ScanHandle.class), System::nanoTime);
    }

    /** Of one task: all share a consumer. */
    public static SplitReaders readers(ConnectorHandle scan) {
        ScanHandle handle = PlanJson.read(scan.json(), ScanHandle.class);
        TaskConsumer consumer = new TaskConsumer(new KafkaClients(handle.table()));
        return context -> new PartitionReader(handle, context, consumer, System::nanoTime);
    }
}

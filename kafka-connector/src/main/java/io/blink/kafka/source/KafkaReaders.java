package io.blink.kafka.source;

import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;

/** What job master and workers make of a scan's handle. */
public final class KafkaReaders {
    private KafkaReaders() {}

    public static SplitSource splits(ConnectorHandle scan) {
        return new PartitionSplits(PlanJson.read(scan.json(), ScanHandle.class), System::nanoTime);
    }

    public static SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        return new PartitionReader(PlanJson.read(scan.json(), ScanHandle.class), context);
    }
}

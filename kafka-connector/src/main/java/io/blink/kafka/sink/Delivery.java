package io.blink.kafka.sink;

import io.blink.core.spi.connector.Committable;
import java.util.List;
import org.apache.kafka.clients.producer.Producer;

/** How the records of a writer come to the brokers. One thread; blocks. */
interface Delivery extends AutoCloseable {
    /** What the next records are sent with. */
    Producer<byte[], byte[]> producer();

    /** Returns when the brokers have, or have refused, every record. */
    void flush();

    /** What the records since the last call are to be committed by, none of which is under way. @param rows how many */
    List<Committable> prepare(long rows);

    /** Throws away what is not prepared, as well as it can. */
    void abort();

    /** Memory of records that are under way. */
    long bufferBytes();

    @Override
    void close();
}

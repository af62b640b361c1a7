package io.blink.kafka.sink;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.DeliveryGuarantee;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Writes the rows of one task. Sending waits only where the producer's memory is full; a checkpoint waits for what was sent. */
public final class RecordWriter implements TableWriter {
    private final KafkaTable table;
    private final RecordMaker maker;
    private final Partitioner partitioner;
    private final Delivery delivery;
    /** {@code null}: each row is written. */
    private final LastRows lastRows;
    /** Of a record that the brokers refused. */
    private final AtomicReference<Exception> failure = new AtomicReference<>();

    /** Of the topics that rows of a batch go to, how many partitions they have. */
    private final Map<String, Integer> partitions = new HashMap<>();

    private long rows;

    private RecordWriter(KafkaTable table, WriterContext context, Delivery delivery) {
        this.table = table;
        this.maker = new RecordMaker(table, context.input(), context.timeZone());
        this.partitioner = Partitioner.of(table, context.subtask());
        this.delivery = delivery;
        int flushRows = table.options().get(KafkaOptions.FLUSH_ROWS);
        this.lastRows = flushRows > 0 && !maker.rowsSayTopic() ? new LastRows(flushRows) : null;
        context.memory().hold(delivery.bufferBytes());
    }

    public static RecordWriter of(SinkHandle sink, WriterContext context) {
        KafkaTable table = sink.table();
        DeliveryGuarantee guarantee = table.options().get(KafkaOptions.DELIVERY);
        KafkaClients clients = new KafkaClients(table);
        Delivery delivery = guarantee == DeliveryGuarantee.EXACTLY_ONCE
                ? new TransactionalDelivery(table, clients, TransactionIds.of(table, context))
                : new PlainDelivery(clients, guarantee == DeliveryGuarantee.AT_LEAST_ONCE);
        return new RecordWriter(table, context, delivery);
    }

    @Override
    public void write(Batch batch) {
        try {
            Producer<byte[], byte[]> producer = delivery.producer();
            partitions.clear();
            maker.begin(batch);
            if (lastRows == null) {
                sendAll(producer, batch.rowCount());
            } else {
                sendLast(producer, batch.rowCount());
            }
        } catch (KafkaException e) {
            throw failed(e);
        }
        check();
    }

    private void sendAll(Producer<byte[], byte[]> producer, int rowCount) {
        for (int row = 0; row < rowCount; row++) {
            if (!maker.leavesOut(row)) {
                send(producer, row, maker.key(row));
            }
        }
    }

    private void sendLast(Producer<byte[], byte[]> producer, int rowCount) {
        byte[][] keys = lastRows.keys(rowCount, row -> maker.leavesOut(row) ? null : maker.key(row));
        for (int row = 0; row < rowCount; row++) {
            if (keys[row] != null) {
                send(producer, row, keys[row]);
            }
        }
    }

    private void send(Producer<byte[], byte[]> producer, int row, byte[] key) {
        String topic = maker.topic(row);
        Integer count = partitions.get(topic);
        if (count == null) {
            count = producer.partitionsFor(topic).size();
            partitions.put(topic, count);
        }
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, partitioner.next(count), maker.timestamp(row), key, maker.value(row), maker.headers(row));
        producer.send(record, (sent, problem) -> {
            if (problem != null) {
                failure.compareAndSet(null, problem);
            }
        });
        rows++;
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        try {
            delivery.flush();
            check();
            List<Committable> prepared = delivery.prepare(rows);
            rows = 0;
            return prepared;
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private void check() {
        Exception problem = failure.get();
        if (problem != null) {
            throw failed(problem);
        }
    }

    private BlinkException failed(Exception cause) {
        return new BlinkException(
                KafkaErrorCode.WRITE_FAILED,
                "Table " + table.name() + ": topic " + table.topicText() + " cannot be written: " + cause.getMessage(),
                cause);
    }

    @Override
    public void abort() {
        delivery.abort();
    }

    @Override
    public void close() {
        delivery.close();
    }
}

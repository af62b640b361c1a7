package io.blink.kafka.source;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.core.spi.connector.SplitReader;
import io.blink.formats.record.MalformedRecord;
import io.blink.kafka.KafkaErrorCode;
import io.blink.kafka.KafkaOptions;
import io.blink.kafka.KafkaOptions.PoisonRecords;
import io.blink.kafka.table.KafkaClients;
import io.blink.kafka.table.KafkaTable;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one partition. A call waits for records on an I/O thread, so that they are on their way within the network's time of their arrival, but not for long where none come.
 * Its position is the next offset.
 */
final class PartitionReader implements SplitReader {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionReader.class);

    private final KafkaTable table;
    private final PartitionSplit split;
    private final TopicPartition partition;
    private final KafkaClients clients;
    private final TaskConsumer consumer;
    private final RecordRows rows;
    private final PoisonRecords poisonRecords;
    private final PoisonTopic poisonTopic;
    private Iterator<ConsumerRecord<byte[], byte[]>> fetched =
            List.<ConsumerRecord<byte[], byte[]>>of().iterator();
    /** {@code null}: the partition has no end, and may bring nothing for ever. */
    private final Silence silence;
    /** Where the partition stands when {@link #fetched} is read. */
    private long fetchedEnd;

    private long position;
    private long bytesRead;
    private long skipped;

    /** @param consumer of the task, which others may share @param nanoTime the clock */
    PartitionReader(ScanHandle scan, ReaderContext context, TaskConsumer consumer, LongSupplier nanoTime) {
        table = scan.table();
        split = PlanJson.read(context.split().json(), PartitionSplit.class);
        partition = new TopicPartition(split.topic(), split.partition());
        clients = new KafkaClients(table);
        rows = new RecordRows(scan, context.timeZone());
        poisonRecords = table.options().get(KafkaOptions.POISON_RECORDS);
        poisonTopic = poisonRecords == PoisonRecords.TOPIC
                ? new PoisonTopic(clients, table.options().get(KafkaOptions.POISON_TOPIC))
                : null;
        position = context.position() == null ? split.start() : Long.parseLong(context.position());
        fetchedEnd = position;
        silence = split.stop() == PartitionSplit.NEVER ? null : new Silence(table, partition, nanoTime);
        this.consumer = consumer;
        consumer.join(partition, position);
    }

    @Override
    public boolean blocking() {
        return true;
    }

    @Override
    public Batch next(int maxRows) {
        if (finished()) {
            return null;
        }
        if (!fetched.hasNext()) {
            TaskConsumer.Fetched next = poll();
            fetched = next.records().iterator();
            fetchedEnd = next.position();
            listen();
        }
        long batchEnd = bytesRead + Batch.TARGET_BYTES;
        while (fetched.hasNext() && rows.count() < maxRows && bytesRead < batchEnd) {
            ConsumerRecord<byte[], byte[]> record = fetched.next();
            if (record.offset() >= split.stop()) {
                position = split.stop();
                break;
            }
            add(record);
            position = record.offset() + 1;
        }
        if (!fetched.hasNext() && !finished()) {
            // Behind the last record there may be markers of transactions.
            position = Math.max(position, fetchedEnd);
        }
        if (poisonTopic != null) {
            poisonTopic.flush();
        }
        return rows.build();
    }

    private void listen() {
        if (silence == null) {
            return;
        }
        if (fetched.hasNext() || fetchedEnd > position) {
            silence.isBroken();
        } else {
            silence.goesOn();
        }
    }

    private TaskConsumer.Fetched poll() {
        try {
            return consumer.poll(partition);
        } catch (OffsetOutOfRangeException e) {
            throw new BlinkException(
                    KafkaErrorCode.OFFSETS_LOST,
                    "Table " + table.name() + ": offset " + position + " of " + partition
                            + " is not there any more, nor are those behind it up to the partition's new beginning: their time of retention"
                            + " is over. Start the job anew from an offset that is there ('scan.startup.mode').",
                    e);
        } catch (KafkaException e) {
            throw failed(e);
        }
    }

    private BlinkException failed(KafkaException cause) {
        return clients.failed("reading " + partition + " from offset " + position, cause);
    }

    private void add(ConsumerRecord<byte[], byte[]> record) {
        bytesRead += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        try {
            rows.add(record);
        } catch (MalformedRecord e) {
            poison(record, e);
        }
    }

    private void poison(ConsumerRecord<byte[], byte[]> record, MalformedRecord problem) {
        switch (poisonRecords) {
            case FAIL ->
                throw new BlinkException(
                        KafkaErrorCode.MALFORMED_RECORD,
                        "Table " + table.name() + ": the record of topic '" + record.topic() + "', partition "
                                + record.partition() + ", offset " + record.offset() + " cannot be read: "
                                + problem.getMessage()
                                + ". With 'poison-records' = 'skip' such records are left out, with 'topic'"
                                + " they are written to another one.",
                        problem);
            case SKIP -> {
                if (skipped++ == 0) {
                    LOG.warn(
                            "Table {}: the record of {}, offset {} is left out, as others will be: {}",
                            table.name(),
                            partition,
                            record.offset(),
                            problem.getMessage());
                }
            }
            case TOPIC -> poisonTopic.send(record, problem.getMessage());
        }
    }

    @Override
    public boolean finished() {
        return position >= split.stop();
    }

    @Override
    public String position() {
        return Long.toString(position);
    }

    /** Tells the group, if the table has one. */
    @Override
    public void completed(String checkpointed) {
        if (table.options().contains(KafkaOptions.GROUP_ID)) {
            consumer.tell(partition, Long.parseLong(checkpointed));
        }
    }

    @Override
    public ScanFigures figures() {
        return ScanFigures.NONE.withBytesRead(bytesRead);
    }

    @Override
    public long heldBytesMost() {
        return rows.retainedBytes();
    }

    @Override
    public void close() {
        try (PoisonTopic closing = poisonTopic) {
            consumer.leave(partition);
        }
    }
}

/**
 * Writing topics. Without transactions a checkpoint waits until the brokers have every row. With them, a writer's rows of each checkpoint are one transaction; the checkpoint lists it
 * ({@link io.blink.kafka.sink.PreparedTransaction}), and when it is complete the job master ends the transaction in the writer's name ({@link
 * io.blink.kafka.sink.TransactionCommitter}). Transactional ids belong to one attempt of one task and are used again only after the brokers said that their last transaction is
 * committed; so whoever finds that an id has gone on knows that what was prepared under it is visible ({@link io.blink.kafka.sink.Outcome}).
 */
package io.blink.kafka.sink;

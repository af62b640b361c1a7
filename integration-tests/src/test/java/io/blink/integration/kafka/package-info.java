/** Streams from Kafka to Kafka on worker processes, a broker beside them. */
package io.blink.integration.kafka;

/** What a table over topics is: which columns lie in keys, values and metadata, and how Kafka's clients are reached. Planning makes it, job master and workers read it from handles. */
package io.blink.kafka.table;

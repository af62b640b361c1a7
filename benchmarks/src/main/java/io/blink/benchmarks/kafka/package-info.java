/** Topics of brokers that measurements start for themselves. Called by the thread of the command; blocks. */
package io.blink.benchmarks.kafka;

/**
 * {@link io.blink.scheduler.client.JobClient} between processes: a gRPC service in the master's process and its client. Every call proves the application's secret. The
 * service's calls run on gRPC's threads and may block; the client is safe on any thread.
 */
package io.blink.scheduler.remote;

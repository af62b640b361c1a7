/**
 * How jobs come in and results go out: {@code JobClient} in its two forms, inside the master's process and over gRPC, and the service behind the latter. Called on the
 * threads of clients, which may block; nothing here runs on the master's loop.
 */
package io.blink.scheduler.client;

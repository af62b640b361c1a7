/**
 * How jobs come in and results go out: {@code JobClient} and its form inside the master's process; the form between processes is in {@code remote}. Called on the
 * threads of clients, which may block; nothing here runs on the master's loop.
 */
package io.blink.scheduler.client;

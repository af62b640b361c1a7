/**
 * The whole engine in the client's process, for {@code --target local}: the same dispatcher, worker, operators and plan serialization as on a cluster, joined by
 * in-process links.
 */
package io.blink.session.local;

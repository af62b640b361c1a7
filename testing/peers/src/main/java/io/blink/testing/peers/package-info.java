/**
 * Other engines in processes of their own. {@link io.blink.testing.peers.Peer} is the caller's side; {@link io.blink.testing.peers.SparkStatements} and
 * {@link io.blink.testing.peers.DuckDbStatements} are main classes inside those processes, which know the JDK and their engine alone; only tables of package {@code nexmark} need more. Both sides talk by
 * {@link io.blink.testing.peers.StatementLoop}'s lines.
 */
package io.blink.testing.peers;

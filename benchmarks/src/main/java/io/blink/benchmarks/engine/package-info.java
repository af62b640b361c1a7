/**
 * The engines under measurement, each behind {@link io.blink.benchmarks.engine.Engine}: peers by {@link io.blink.testing.peers.Peer}, Blink by its own command line. An
 * engine's settings, with their reasons, stand in {@code <name>.settings} beside this package's classes.
 */
package io.blink.benchmarks.engine;

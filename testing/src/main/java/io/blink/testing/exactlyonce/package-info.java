/**
 * The proof that a stream counted each row exactly once: what a windowed count over the {@code datagen} connector must give, computed from
 * the source's definition without the engine, and compared key by key with what the engine wrote. Tests call it, and the quickstart runs
 * {@link io.blink.testing.exactlyonce.ExactlyOnceCheck} as a program of its own.
 */
package io.blink.testing.exactlyonce;
